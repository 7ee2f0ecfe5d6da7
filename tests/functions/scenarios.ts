import { randomUUID } from "node:crypto";
import { salesOf } from "../../stack/vendors/app/providers.ts";
import type { Email } from "../../stack/vendors/resend/emails.ts";
import type { ActionName } from "../../supabase/functions/_shared/contracts/index.ts";
import type { Person, Role, Stage } from "./stage.ts";

/** Something that an action can be done to once. */
export type Target = {
  params: Record<string, unknown>;
  /** What has to be typed. */
  confirm?: string;
  /** By what calls of a vendor name it. */
  about: string[];
  /** How often the effect is there: at the vendor, where the action has one, else in the tables that it is about. */
  effects(): Promise<number>;
};

export type Scenario = {
  by: Role;
  /** The colleague who has to agree, where the rules want one. */
  agreedBy?: Role;
  fresh(): Promise<Target>;
};

const MONTHS = ["2026-07", "2026-08", "2026-09", "2026-10"];
const DAY_MS = 86_400_000;

/** For every action: who asks, about what, and what counts as its effect. A new one has its line here. */
export function scenariosOn(stage: Stage): Record<ActionName, Scenario> {
  const { backend, control, newcomer, received } = stage;
  const { database } = backend;

  const count = async (from: string, values: unknown[]) =>
    (
      await database.query<{ number: number }>(
        `select count(*)::int as number from ${from}`,
        values,
      )
    )[0]?.number ?? 0;

  /** An action on somebody new, prepared by a statement about $1; its effect is what `from` counts. */
  const onPerson =
    (
      from: string,
      {
        prepare,
        more = {},
        typed = false,
      }: { prepare?: string; more?: object; typed?: boolean } = {},
    ) =>
    async (): Promise<Target> => {
      const { id, email } = await newcomer();
      if (prepare !== undefined) await database.query(prepare, [id]);
      return {
        params: { user_id: id, ...more },
        about: [id],
        ...(typed ? { confirm: email } : {}),
        effects: () => count(from, [id]),
      };
    };

  const sentTo = async (to: string) =>
    (await control<{ emails: Email[] }>("resend", "state")).emails.filter((email) =>
      email.to.includes(to),
    ).length;

  async function suppressed(): Promise<string> {
    const { email } = await newcomer();
    const suppression = {
      id: randomUUID(),
      email,
      origin: "manual",
      source_id: null,
      created_at: new Date().toISOString(),
    };
    await control("resend", "seed", { suppressions: [suppression] });
    return email;
  }

  /** An e-mail that the app sent yesterday, at Resend and in the log. */
  async function sentYesterday({ id, email }: Person): Promise<string> {
    const provider_id = randomUUID();
    const created_at = new Date(Date.now() - DAY_MS).toISOString();
    await control("resend", "seed", {
      emails: [
        {
          id: provider_id,
          from: "Comptalyze <factures@comptalyze.com>",
          to: [email],
          subject: "Votre reçu de paiement",
          html: "<p>Voici votre reçu.</p>",
          created_at,
          last_event: "delivered",
        },
      ],
    });
    const [row] = await database.query<{ id: string }>(
      `insert into public.emails (user_id, to_email, template, subject, status, provider_id, created_at, last_event_at)
      values ($1::uuid, $2, 'receipt', 'Votre reçu de paiement', 'delivered', $3, $4, $4) returning id::text`,
      [id, email, provider_id, created_at],
    );
    return row?.id ?? "";
  }

  async function connected({ expired = false } = {}) {
    const { id: user_id } = await newcomer();
    const [row] = await database.query<{ id: string }>(
      `insert into public.integration_tokens (user_id, provider, access_token, refresh_token, expires_at, created_at)
      values ($1::uuid, 'stripe', 'demo-stripe-no-real-token', 'demo-stripe-no-real-refresh',
        now() + case when $2 then '-1 day' else '60 days' end::interval, '2021-01-01') returning id::text`,
      [user_id, expired],
    );
    return { user_id, id: row?.id ?? "" };
  }

  return {
    "add-staff": {
      by: "admin",
      agreedBy: "admin2",
      fresh: onPerson(
        "private.staff where user_id = $1::uuid and role = 'support' and removed_at is null",
        {
          more: { role: "support" },
        },
      ),
    },
    "remove-staff": {
      by: "admin",
      agreedBy: "admin2",
      fresh: onPerson("private.staff where user_id = $1::uuid and removed_at is not null", {
        prepare: "insert into private.staff (user_id, role) values ($1::uuid, 'support')",
        typed: true,
      }),
    },
    "ban-user": {
      by: "ops",
      fresh: onPerson("auth.users where id = $1::uuid and banned_until > now()", {
        more: { hours: 24 },
        typed: true,
      }),
    },
    "unban-user": {
      by: "ops",
      fresh: onPerson("auth.users where id = $1::uuid and banned_until is null", {
        prepare:
          "update auth.users set banned_until = now() + interval '1 day' where id = $1::uuid",
      }),
    },
    "grant-premium": {
      by: "support",
      fresh: onPerson("private.grants where user_id = $1::uuid", { more: { days: 7 } }),
    },
    "revoke-premium": {
      by: "support",
      fresh: onPerson("private.grants where user_id = $1::uuid and revoked_by_run is not null", {
        prepare: `insert into private.grants (user_id, plan, starts_at, ends_at, reason)
          values ($1::uuid, 'premium', now() - interval '1 day', now() + interval '30 days', 'Geste commercial')`,
      }),
    },
    "reset-quota": {
      by: "support",
      fresh: onPerson("private.set_aside where user_id = $1::uuid", {
        prepare: `insert into public.urssaf_records (user_id, month, activity, revenue_cents, contributions_cents)
          values ($1::uuid, to_char(now() at time zone 'Europe/Paris', 'YYYY-MM'), 'BNC', 100, 26)`,
      }),
    },
    "unblock-user": {
      by: "support",
      fresh: onPerson(
        "(select $1::uuid as id) one where not exists (select from public.rate_limits l where l.user_id = one.id)",
        { prepare: "insert into public.rate_limits (user_id, hits) values ($1::uuid, 99)" },
      ),
    },
    "sign-out-user": {
      by: "support",
      fresh: onPerson(
        "(select $1::uuid as id) one where not exists (select from auth.sessions s where s.user_id = one.id)",
        { prepare: "insert into auth.sessions (id, user_id) values (gen_random_uuid(), $1::uuid)" },
      ),
    },
    "send-test-email": {
      by: "support",
      async fresh() {
        const { email: to } = await newcomer();
        return { params: { to, template: "welcome" }, about: [to], effects: () => sentTo(to) };
      },
    },
    "resend-email": {
      by: "support",
      async fresh() {
        const person = await newcomer();
        const email_id = await sentYesterday(person);
        return {
          params: { email_id },
          about: [person.email],
          effects: async () => (await sentTo(person.email)) - 1,
        };
      },
    },
    "lift-suppression": {
      by: "support",
      async fresh() {
        const email = await suppressed();
        const listed = async () =>
          (
            await control<{ suppressions: { email: string }[] }>("resend", "state")
          ).suppressions.some((one) => one.email === email);
        return {
          params: { email },
          about: [email],
          effects: async () => ((await listed()) ? 0 : 1),
        };
      },
    },
    "refresh-integration": {
      by: "support",
      async fresh() {
        const { id } = await connected({ expired: true });
        return {
          params: { integration_id: id },
          about: [id],
          // A key renews a token once; whoever used another one renewed it again.
          async effects() {
            if (
              (await count("public.integration_tokens where id = $1::uuid and expires_at > now()", [
                id,
              ])) === 0
            )
              return 0;
            const keys = (await received("app"))
              .filter(({ path }) => path === `/api/admin/integrations/${id}/refresh`)
              .map(({ headers }) => headers["idempotency-key"]);
            return new Set(keys).size;
          },
        };
      },
    },
    "rerun-imports": {
      by: "support",
      async fresh() {
        const { user_id } = await connected();
        const month = MONTHS.find((one) => salesOf(user_id, "stripe", one).rows > 0) ?? "2026-06";
        return {
          params: { month, user_id },
          about: [user_id],
          effects: () =>
            count(
              "public.import_logs where user_id = $1::uuid and month = $2 and status = 'success'",
              [user_id, month],
            ),
        };
      },
    },
    "reconcile-subscriptions": {
      by: "support",
      async fresh() {
        const { id, email, customer } = stage.unheard();
        return {
          params: { user_ids: [id] },
          about: [id, email, customer],
          effects: () =>
            count("public.subscriptions where user_id = $1::uuid and status = 'active'", [id]),
        };
      },
    },
    "replay-webhooks": {
      by: "support",
      async fresh() {
        const { event, ...payer } = stage.unheard();
        return {
          params: { event_ids: [event] },
          about: [event, payer.id, payer.email, payer.customer],
          // Stripe delivers it, and the app takes it.
          async effects() {
            const delivered = (await received("app")).filter(
              ({ path, body, status }) =>
                path === "/api/webhooks/stripe" &&
                status === 200 &&
                (body as { id?: string }).id === event,
            );
            return delivered.length;
          },
        };
      },
    },
  };
}
