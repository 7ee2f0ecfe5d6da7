import { expect, test, vi } from "vitest";
import { followMailedLink, readMailedLink } from "./mailedLink";

const hash = "#access_token=a&refresh_token=r&type=invite";

test("a mailed link carries a session", () => {
  expect(readMailedLink(hash)).toEqual({ accessToken: "a", refreshToken: "r" });
});

test("a link that is too old carries an error and no session", () => {
  expect(readMailedLink("#error=access_denied&error_code=otp_expired")).toBeNull();
  expect(readMailedLink("")).toBeNull();
});

test("a link that is too old lands on the page that says so", () => {
  const replaceState = vi.fn();
  const old = "#error=access_denied&error_code=otp_expired";
  followMailedLink(
    { hash: old, pathname: "/" } as Location,
    { replaceState } as unknown as History,
  );
  expect(replaceState).toHaveBeenCalledWith(null, "", `/set-password${old}`);
});

test("an invitation that lands elsewhere goes to the page for a password", () => {
  const replaceState = vi.fn();
  const follow = (pathname: string, at = hash) =>
    followMailedLink({ hash: at, pathname } as Location, { replaceState } as unknown as History);
  follow("/");
  expect(replaceState).toHaveBeenCalledWith(null, "", `/set-password${hash}`);
  replaceState.mockClear();
  follow("/set-password");
  follow("/", "#section");
  expect(replaceState).not.toHaveBeenCalled();
});
