export default {
  title: "Lift the e-mail suppression",
  hint: "Takes an address off those that Resend sends nothing to",
  explanation:
    "After a hard bounce or a complaint, Resend sends nothing to an address any more. Taking it off that list does not mend it: if it bounces again, it will be blocked again.",
  email: "Address",
  email_help: "As it stands in Resend’s list.",
  sentence: "Lift the suppression of %{email}",
  running: "Lifting…",
  parameters: "%{email}, in Resend’s list",
  outcome: "%{email} is not blocked any more: Resend will send to it again.",
  unproved: "Resend agreed to lift the suppression of %{label}, but nothing confirms it.",
  done: "Suppression lifted",
  next: {
    title: "Send what did not arrive",
    body: "E-mails that were blocked meanwhile do not leave on their own.",
    label: "See the e-mails",
  },
  field: { suppression: "Suppression at Resend" },
  proof: {
    suppression: {
      title: "Suppression at Resend",
      where: "List of suppressed addresses, read again at Resend",
    },
  },
  result: {
    unverified: "Resend answered, but its list still has this address.",
  },
  blocker: {
    not_suppressed: "This address is not suppressed at Resend.",
  },
  warning: {
    hard_bounce: {
      title: "This address bounced an e-mail for good on %{at}, and none arrived since.",
      body: "The recipient’s server answered: %{reason}. Without a new address the next e-mail will bounce and block it again.",
    },
    complained: {
      title: "This person reported an e-mail as spam on %{at}.",
      body: "Lift it only if they ask for it: a second complaint harms the reputation of the domain.",
    },
  },
  issue: {
    email: "This address is not complete.",
  },
  item: {
    lifted: "Taken off Resend’s list",
    not_suppressed: "Was not blocked",
  },
};
