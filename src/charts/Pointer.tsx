import Box from "@mui/material/Box";
import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import { useTranslate } from "react-admin";
import { useNavigate } from "react-router";
import { useFormat } from "../i18n/useFormat";
import { visuallyHidden } from "../layout/visuallyHidden";
import type { Records } from "./chart";
import type { Drawing } from "./drawing";
import { PointCard } from "./PointCard";
import { indexAt, seriesAt } from "./pointed";
import { pointLines } from "./pointLines";
import { summaryOf } from "./summary";

type Pointed = { index: number; series: string | null };

type Props = {
  title: string;
  drawing: Drawing;
  records: (index: number, series: string | null) => Records | null;
};

/** What lies over the plot: says a point under the pointer or the arrow keys, and opens its records. */
export function Pointer({ title, drawing, records }: Props) {
  const t = useTranslate();
  const format = useFormat();
  const navigate = useNavigate();
  const [pointed, setPointed] = useState<Pointed | null>(null);
  const touched = useRef(false);
  const { rows, series, scale, frame } = drawing;

  const at = (event: PointerEvent): Pointed | null => {
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
    const index = indexAt((event.clientX - left) / width, rows.length);
    const row = rows[index];
    if (!row) return null;
    return { index, series: seriesAt(row, series, (event.clientY - top) / height, scale) };
  };
  const open = (place: Pointed | null) => {
    const found = place ? records(place.index, place.series) : null;
    if (found) navigate(found.to);
  };
  const press = (event: PointerEvent) => {
    const place = at(event);
    // A finger has no hover: its first touch shows the point, the second one opens it.
    touched.current = event.pointerType === "touch" && place?.index !== pointed?.index;
    setPointed(place);
  };

  const walk = (event: KeyboardEvent) => {
    const place = pointed ?? {
      index: rows.length,
      series: series.length === 1 ? (series[0]?.key ?? null) : null,
    };
    const names = [null, ...series.map(({ key }) => key)];
    const step =
      (names.indexOf(place.series) + names.length + (event.key === "ArrowUp" ? -1 : 1)) %
      names.length;
    const next: Record<string, Pointed | null> = {
      ArrowLeft: { ...place, index: Math.max(0, place.index - 1) },
      ArrowRight: { ...place, index: Math.min(rows.length - 1, place.index + 1) },
      Home: { ...place, index: 0 },
      End: { ...place, index: rows.length - 1 },
      Escape: null,
    };
    if (series.length > 1 && pointed) {
      next.ArrowUp = { ...place, series: names[step] ?? null };
      next.ArrowDown = { ...place, series: names[step] ?? null };
    }
    if (event.key === "Enter") open(pointed);
    else if (event.key in next) setPointed(next[event.key] ?? null);
    else return;
    event.preventDefault();
  };

  const row = pointed ? rows[pointed.index] : undefined;
  const found = pointed ? records(pointed.index, pointed.series) : null;
  return (
    <>
      <Box
        role="img"
        aria-label={summaryOf(title, drawing, t, format)}
        tabIndex={0}
        onPointerMove={(event) => event.pointerType !== "touch" && setPointed(at(event))}
        onPointerLeave={(event) => event.pointerType !== "touch" && setPointed(null)}
        onPointerDown={press}
        onClick={() => (touched.current ? undefined : open(pointed))}
        onKeyDown={walk}
        onBlur={() => setPointed(null)}
        sx={{
          position: "absolute",
          left: frame.left,
          right: frame.right,
          top: frame.top,
          bottom: frame.bottom,
          cursor: found ? "pointer" : "default",
          touchAction: "pan-y",
        }}
      >
        {pointed && row ? (
          <PointCard
            drawing={drawing}
            index={pointed.index}
            named={pointed.series}
            hint={found?.words}
          />
        ) : null}
      </Box>
      <Box component="span" aria-live="polite" sx={visuallyHidden}>
        {row ? pointLines(row, drawing, t, format).join(", ") : ""}
      </Box>
    </>
  );
}
