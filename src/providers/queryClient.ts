import { QueryClient } from "@tanstack/react-query";

/** Last answers are kept, so that a page can show them with their age when the server is gone. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // The browser's idea of being offline says nothing about this server.
      networkMode: "always",
      retry: false,
      gcTime: 10 * 60_000,
    },
    mutations: { networkMode: "always" },
  },
});
