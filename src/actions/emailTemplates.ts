import { useQuery } from "@tanstack/react-query";
import { request } from "../providers/request";
import { settings } from "../providers/settings";

type ListedTemplate = { name: string; title: string };

type Sample = { name: string; title: string; subject: string; html: string };

/** Resend's templates change seldom, and each look at them counts against its rate. */
const FRESH = 5 * 60_000;

async function read<Answer>(query: string, signal: AbortSignal): Promise<Answer> {
  const url = `${settings.supabaseUrl}/functions/v1/email-templates${query}`;
  return (await request(url, { signal })).json as Answer;
}

/** The templates that can be sent, by the name that the app gives them. */
export const useEmailTemplates = () =>
  useQuery({
    queryKey: ["emailTemplates"],
    queryFn: async ({ signal }) =>
      (await read<{ templates: ListedTemplate[] }>("", signal)).templates,
    staleTime: FRESH,
    retry: false,
  });

/** One of them as its test looks; nothing while none is chosen. */
export const useEmailSample = (name: string) =>
  useQuery({
    queryKey: ["emailTemplates", name],
    queryFn: async ({ signal }) =>
      (await read<{ template: Sample }>(`?name=${encodeURIComponent(name)}`, signal)).template,
    enabled: name !== "",
    staleTime: FRESH,
    retry: false,
  });
