export default {
  title: "Sign out everywhere",
  hint: "Closes every session, without a ban",
  explanation:
    "Every session of %{name} is closed, on all devices. Signing in again stays possible at once. A page that is open may still work for an hour at most: that is how long a token lasts by default at Supabase. A closed session cannot be given back.",
  sentence: "Sign %{email} out everywhere",
  running: "Signing out…",
  parameters: "Every session, on all devices",
  outcome:
    "Every session of %{name} is closed. A page that is open may still work for an hour at most.",
  done: "Customer signed out everywhere",
  next: {
    title: "If somebody else has the password",
    body: "They can sign in again at once: have a new one chosen, or have the account banned.",
    label: "Write to the customer",
  },
  mail: {
    subject: "Your Comptalyze sessions have been closed",
    body: "Hello,\n\nWe have closed all your Comptalyze sessions. You can sign in again right away. If you think that somebody else knows your password, choose a new one with “Forgotten password”.\n\nThe Comptalyze team",
  },
  proof: {
    sessions: {
      title: "Sessions from before the run",
      where: "Sessions of %{name}, read again at Auth",
    },
  },
  warning: {
    sessions_end: {
      title: "The oldest session is from %{since_at}, the last known activity from %{used_at}.",
      body: "%{name} will have to sign in again on each device; what is being typed may be lost.",
    },
  },
  blocker: {
    no_sessions: "No session is open.",
  },
  cause: {
    no_undo: "A closed session cannot be given back.",
  },
};
