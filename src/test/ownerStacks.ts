import * as React from "react";

const INTERNALS = "__CLIENT_INTERNALS_DO_NOT_USE_OR_WARN_USERS_THEY_CANNOT_UPGRADE";

/**
 * In development React makes an Error for each element, to tell where it came from; after ten thousand
 * in a second it stops. Here it has stopped from the start: that is a sixth of what a test of a list takes.
 */
const internals: unknown = Reflect.get(React, INTERNALS);
if (typeof internals === "object" && internals !== null) {
  Object.defineProperty(internals, "recentlyCreatedOwnerStacks", {
    get: () => Number.POSITIVE_INFINITY,
    set: () => {},
  });
}
