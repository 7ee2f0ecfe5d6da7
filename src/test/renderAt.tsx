import { ThemeProvider } from "@mui/material/styles";
import { QueryClient } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReactNode } from "react";
import { CoreAdminContext, memoryStore } from "react-admin";
import { MemoryRouter, useLocation } from "react-router";
import { dataProvider } from "../providers/dataProvider";
import { i18nProvider } from "../providers/i18nProvider";
import { theme } from "../theme/theme";

function Address() {
  const { pathname, search } = useLocation();
  return <output aria-label="address">{pathname + search}</output>;
}

/** A piece of the console with its theme, words, data provider and address. */
export function renderAt(path: string, piece: ReactNode) {
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const store = memoryStore();
  const view = render(
    <ThemeProvider theme={theme}>
      <MemoryRouter initialEntries={[path]}>
        <CoreAdminContext
          dataProvider={dataProvider}
          i18nProvider={i18nProvider}
          queryClient={queryClient}
          store={store}
        >
          <main>
            <h1>Page</h1>
            {piece}
          </main>
          <Address />
        </CoreAdminContext>
      </MemoryRouter>
    </ThemeProvider>,
  );
  return { ...view, store, queryClient, person: userEvent.setup({ delay: null }) };
}
