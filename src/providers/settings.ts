export type Environment = "demo" | "production";

type Settings = {
  supabaseUrl: string;
  publishableKey: string;
  environment: Environment;
};

type Served = { supabaseUrl?: string | null; publishableKey?: string; environment?: Environment };

/** What the server that sent the page wrote into it: no request of its own. */
function served(): Served {
  const element = document.getElementById("console-config");
  return element?.textContent ? (JSON.parse(element.textContent) as Served) : {};
}

function readSettings(): Settings {
  const fromPage = served();
  const built = import.meta.env;
  return {
    supabaseUrl: built.VITE_SUPABASE_URL ?? fromPage.supabaseUrl ?? window.location.origin,
    publishableKey: built.VITE_SUPABASE_PUBLISHABLE_KEY ?? fromPage.publishableKey ?? "",
    environment: built.VITE_ENVIRONMENT ?? fromPage.environment ?? "production",
  };
}

export const settings = readSettings();
