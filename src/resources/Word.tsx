import { useWord } from "./useWord";

type Props = { kind: Parameters<ReturnType<typeof useWord>>[0]; value: string | null };

export function Word({ kind, value }: Props) {
  const word = useWord();
  return word(kind, value);
}
