import { useSearchParams } from "react-router";

export const MOVES = ["new", "edit", "mute", "unmute", "test", "delete"] as const;
export type Move = (typeof MOVES)[number];

/** What is being done to which rule, as the address has it. */
export function useRuleMove() {
  const [params, setParams] = useSearchParams();
  const asked = params.get("do");
  const move = MOVES.find((one) => one === asked) ?? null;
  const id = Number(params.get("rule"));
  const write = (next: { move: Move; id: number | null } | null) =>
    setParams((current) => {
      const search = new URLSearchParams(current);
      search.delete("do");
      search.delete("rule");
      if (next) search.set("do", next.move);
      if (next && next.id !== null) search.set("rule", String(next.id));
      return search;
    });
  return {
    move,
    ruleId: Number.isInteger(id) && id > 0 ? id : null,
    open: (next: Move, rule: number | null) => write({ move: next, id: rule }),
    close: () => write(null),
  };
}
