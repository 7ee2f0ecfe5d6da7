import { createClient } from "@supabase/supabase-js";
import { settings } from "./settings";

export const SCHEMA = "backoffice";

export const supabaseClient = createClient(
  settings.supabaseUrl,
  // supabase-js refuses an empty key; the server is the one to say that the key is wrong.
  settings.publishableKey || "missing-key",
  {
    // The page for a new password reads the mailed link itself and can say when it is too old.
    auth: { detectSessionInUrl: false, storageKey: "comptalyze-console" },
  },
);
