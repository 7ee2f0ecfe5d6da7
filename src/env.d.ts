interface ImportMetaEnv {
  /** Where the Supabase project answers. Unset: the console's own address. */
  readonly VITE_SUPABASE_URL?: string;
  readonly VITE_SUPABASE_PUBLISHABLE_KEY?: string;
  readonly VITE_ENVIRONMENT?: "demo" | "production";
}
