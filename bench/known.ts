/** Requests that no index of this schema can serve, and what would. They are printed, not counted. */
export const KNOWN: { requests: RegExp; why: string }[] = [
  {
    requests: /^integrations\?.*status=eq\..*order=(expires_at|created_at)/,
    why:
      "the status of a token follows from expires_at and the clock, so an index cannot know it; " +
      "the list could send the bounds of expires_at with the status",
  },
  {
    requests: /^users\?.*created_at=gte\..*order=last_active_at\.asc/,
    why:
      "who signed up lately was active lately: the index of the sort has them at its far end; " +
      "the list could send the same bound for last_active_at",
  },
  {
    requests: /^lie\.mart, /,
    why:
      "one customer in a thousand has this in the middle of the name: too many to fetch and sort, " +
      "too few to meet soon when walking the index of the sort",
  },
];

export const knownLimit = (name: string) => KNOWN.find(({ requests }) => requests.test(name));
