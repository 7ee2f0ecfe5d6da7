const share = Number(process.env.TORTURE ?? "") || 0;

/** Whether this is the long run. */
export const torture = share > 0;

/** How much a test does: `short` in npm test, `long` in npm run test:torture, or the share TORTURE of it. */
export const effort = (short: number, long: number): number =>
  Math.max(short, Math.ceil(long * share));

/** Where chance begins. fast-check prints it with what failed; TORTURE_SEED does the same again. */
export const seed: number =
  Number(process.env.TORTURE_SEED ?? "") || Math.floor(Math.random() * 0x7fff_ffff);
