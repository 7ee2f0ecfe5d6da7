import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { renderAt } from "../../test/renderAt";
import { RunStatusChip } from "./RunStatusChip";

test.each([
  [false, "Réussi"],
  [true, "Annulé"],
])("of a run that succeeded, undone %s, it says « %s »", (undone, words) => {
  const { container } = renderAt("/", <RunStatusChip status="succeeded" undone={undone} />);
  expect(screen.getByText(words)).toBeTruthy();
  expect(container.querySelectorAll(".MuiChip-root")).toHaveLength(1);
});
