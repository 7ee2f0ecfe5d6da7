import { BaseSequencer, type TestSpecification } from "vitest/node";

/** What takes longest, so that no core waits at the end for a file that another one began late. */
const LONG = [
  "e2e/lists",
  "e2e/bulk",
  "e2e/start",
  "e2e/emails",
  "e2e/access",
  "e2e/drift",
  "e2e/imports",
  "functions/faultTable",
  "functions/randomInput",
  "functions/replay",
  "functions/equalClicks",
  "functions/drift",
  "functions/emails",
  "functions/kills",
  "functions/reconcile",
  "functions/imports",
  "database/drift",
  "database/permissions.http",
  "database/plans",
  "bulk/bulk",
  "drifts/DriftList",
  "ActionDrawer",
  "ConsoleList",
  "actions/emails",
  "WebhookEventList",
  "vendors/app",
  "vendors/failures",
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
    const projects = [...new Set(sorted.map(({ project }) => project.name))];
    const turn = ({ project }: TestSpecification) => projects.indexOf(project.name);
    return sorted.toSorted((a, b) => turn(a) - turn(b) || place(a) - place(b));
  }
}
