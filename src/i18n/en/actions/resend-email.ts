export default {
  title: "Send the e-mail again",
  hint: "Sends the same e-mail to the same address once more",
  explanation:
    "The same e-mail, subject and content as Resend kept them, goes to %{name} again. The e-mail log gets one more line.",
  sentence: "Send the e-mail to %{email} again",
  running: "Sending…",
  parameters: "The same e-mail, to the same address",
  parameters_override: "The same e-mail, in spite of the bounce or the complaint",
  outcome: "The e-mail is on its way to %{email} again.",
  refuted: "Resend says that the e-mail to %{label} will not arrive.",
  unproved: "Resend took the e-mail for %{label}, what becomes of it is not known yet.",
  result: {
    refuted: "Resend took the e-mail, then lost it: read the proof.",
    unverified: "Read again in a moment: Resend will say more.",
  },
  done: "E-mail sent again",
  next: {
    title: "Follow the e-mails of this address",
    body: "The log says what Resend does with each of them.",
    label: "See the e-mails",
  },
  blocker: {
    never_sent: "This e-mail never went through Resend.",
    gone_at_provider: "The content of this e-mail is not at Resend any more.",
    on_its_way: "This e-mail is still on its way at Resend: %{status}.",
    hard_bounce:
      "This address bounced an e-mail for good on %{at}, and none arrived since. Check it with the customer before you confirm.",
    complained:
      "An e-mail to this address was reported as spam on %{at}. Send it again only if the person asks for it.",
  },
  warning: {
    arrived: {
      title: "Resend says that this e-mail arrived, on %{at}.",
      body: "Have the spam folder looked at first: a second one will go to the same place.",
    },
    other_address: {
      title: "The customer changed address: it is %{email} now.",
      body: "This e-mail would go to the former one.",
    },
    hard_bounce: {
      title: "Sent in spite of a hard bounce, on %{at}.",
      body: "The recipient’s server had answered: %{reason}",
    },
    complained: {
      title: "Sent in spite of a spam complaint, on %{at}.",
      body: "One more can harm the reputation of the domain.",
    },
  },
  issue: {
    email_id: "This e-mail is not recognised.",
  },
  item: {
    gone_at_provider: "Content gone at Resend",
  },
};
