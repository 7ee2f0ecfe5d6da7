import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Those that wait most first, so that others fill their waits; the smallest files last. */
const PROJECTS = ["e2e", "functions", "database", "node", "unit"];

/** What takes longest, so that no core waits at the end for a file that another one began late. */
const LONG = [
  "e2e/lists",
  "e2e/charts",
  "e2e/home",
  "e2e/bulk",
  "e2e/emails",
  "e2e/start",
  "e2e/drift",
  "e2e/imports",
  "e2e/access",
  "functions/replay",
  "functions/randomInput",
  "functions/drift",
  "functions/kills",
  "functions/emails",
  "functions/reconcile",
  "functions/equalClicks",
  "functions/collect",
  "functions/imports",
  "database/mutants",
  "database/triggers",
  "database/quota.reset",
  "database/driftMany",
  "database/actions",
  "database/permissions.http",
  "database/entitlement",
  "app/webhook",
  "app/imports",
  "seed/seed",
  "vendors/failures",
  "bulk/bulk",
  "drifts/DriftList",
  "ActionDrawer",
  "ConsoleList",
];

const place = ({ moduleId }: TestSpecification) => {
  const known = LONG.findIndex((name) => moduleId.includes(`${name}.test.`));
  return known === -1 ? LONG.length : known;
};

/**
 * On a machine that has not run the tests before nobody else knows how long each file takes. Projects
 * stay apart: a worker that goes over to another one starts anew, and loads its libraries again.
 */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const turn = ({ project }: TestSpecification) => PROJECTS.indexOf(project.name);
    return sorted.toSorted((a, b) => turn(a) - turn(b) || place(a) - place(b));
  }
}
