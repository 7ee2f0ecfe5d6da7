import type { MouseEvent } from "react";
import { useNavigate } from "react-router";

/** Opens a record from a click on its row; a click that meant a link or a new tab is left alone. */
export function useOpenRecord(to: string | null) {
  const navigate = useNavigate();
  if (to === null) return undefined;
  return (event: MouseEvent) => {
    const target = event.target as HTMLElement;
    if (target.closest("a, button, [role=button]")) return;
    if (window.getSelection()?.toString()) return;
    if (event.ctrlKey || event.metaKey) window.open(to, "_blank", "noopener");
    else navigate(to);
  };
}
