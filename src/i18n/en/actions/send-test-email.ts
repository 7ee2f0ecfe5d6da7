export default {
  title: "Send a test e-mail",
  hint: "Sends a template of Resend, filled with sample values",
  to: "Recipient",
  to_help: "The address of a customer or a colleague, and no other.",
  to_record: "The customer",
  to_me: "Me",
  template: "Template",
  templates_failed: "The templates could not be read at Resend",
  sample: "Preview of the template %{template}",
  sample_subject: "Subject",
  sample_failed: "The template could not be read",
  sentence: "Send the test “%{template}” to %{email}",
  running: "Sending…",
  parameters: "“%{template}”, to %{email}",
  parameters_override: "“%{template}”, to %{email} in spite of the bounce or the complaint",
  outcome: "The test “%{template}” is on its way to %{email}.",
  refuted: "Resend says that the e-mail to %{label} will not arrive.",
  unproved: "Resend took the e-mail for %{label}, what becomes of it is not known yet.",
  result: {
    refuted: "Resend took the e-mail, then lost it: read the proof.",
    unverified: "Read again in a moment: Resend will say more.",
  },
  done: "Test e-mail sent",
  next: {
    title: "Follow the e-mails of this address",
    body: "The log says what Resend does with each of them.",
    label: "See the e-mails",
  },
  blocker: {
    unknown_address: "%{email} is the address of no customer and no colleague.",
    template_unpublished: "This template is not published at Resend: it cannot be sent.",
    hard_bounce:
      "This address refused an e-mail for good on %{at}, and none has arrived since. Check it with the customer before confirming.",
    complained:
      "An e-mail to this address was reported as spam on %{at}. Send nothing there that the person did not ask for.",
  },
  warning: {
    template_changed: {
      title: "This template was edited after it was published.",
      body: "The preview shows the latest version, Resend will send the published one.",
    },
    hard_bounce: {
      title: "This address bounced an e-mail for good on %{at}, and none arrived since.",
      body: "The recipient’s server answered: %{reason}",
    },
    complained: {
      title: "An e-mail to this address was reported as spam on %{at}.",
      body: "One more can harm the reputation of the domain.",
    },
  },
  issue: {
    to: "This address is not complete.",
    template: "Choose a template that Resend knows.",
  },
  item: {
    template_unpublished: "Template not published at Resend",
    invalid_input: "Template unknown to Resend",
  },
};
