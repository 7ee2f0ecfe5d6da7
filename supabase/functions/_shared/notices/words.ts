import { setting } from "../setting.ts";

export const moment = new Intl.DateTimeFormat("fr-FR", {
  dateStyle: "short",
  timeStyle: "short",
  timeZone: "Europe/Paris",
});

/** Slack reads <, > and & as its own signs. */
export const plain = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** A page of the console as Slack links it; its words alone where nobody said where the console is. */
export function linkTo(path: string, words: string): string {
  const console = setting("CONSOLE_URL");
  return console ? `<${console.replace(/\/$/, "")}${path}|${words}>` : words;
}
