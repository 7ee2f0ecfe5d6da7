import { supabaseAuthProvider } from "ra-supabase";
import type { AuthProvider } from "react-admin";
import { errorFacts } from "../display/errorWords";
import { forgetMe, loadMe, may, subjectOf } from "./me";
import { supabaseClient } from "./supabaseClient";

const base = supabaseAuthProvider(supabaseClient, {});

/** What react-admin calls list, show and export is one right: to read. */
const READING = ["list", "show", "export"];

export const authProvider = {
  ...base,

  async logout() {
    forgetMe();
    // This browser only: the same person may be at work on another machine.
    const { error } = await supabaseClient.auth.signOut({ scope: "local" });
    if (error) throw error;
  },

  /** Only a missing or refused session signs out. A 403 says "not this", not "not you". */
  async checkError(error: unknown) {
    if (errorFacts(error).status === 401) throw error;
  },

  async getIdentity() {
    const me = await loadMe();
    return { id: me.user_id, fullName: me.name ?? me.email };
  },

  /** react-admin asks on every page, also on those for people who are not signed in. */
  async getPermissions() {
    const { data } = await supabaseClient.auth.getSession();
    return data.session ? (await loadMe()).permissions : [];
  },

  async canAccess({ resource, action }: { resource: string; action: string }) {
    const me = await loadMe();
    return may(me, subjectOf(resource), READING.includes(action) ? "read" : action);
  },
} satisfies AuthProvider;
