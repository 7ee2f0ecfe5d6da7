import CssBaseline from "@mui/material/CssBaseline";
import { ThemeProvider } from "@mui/material/styles";
import { lazy, Suspense } from "react";
import { CoreAdminContext, CoreAdminUI, CustomRoutes, Notification, Resource } from "react-admin";
import { BrowserRouter, Route } from "react-router";
import { prefetchHome } from "./dashboard/prefetchHome";
import { ConsoleLayout } from "./layout/ConsoleLayout";
import { Forbidden } from "./layout/Forbidden";
import { NotFound } from "./layout/NotFound";

import { authProvider } from "./providers/authProvider";
import { dataProvider } from "./providers/dataProvider";
import { i18nProvider } from "./providers/i18nProvider";
import { queryClient } from "./providers/queryClient";
import { store } from "./providers/store";
import { resources } from "./resources";
import { theme } from "./theme/theme";

const SignIn = lazy(() => import("./auth/SignIn"));
const ForgotPassword = lazy(() => import("./auth/ForgotPassword"));
const AccessRulePage = lazy(() => import("./accessRule/AccessRulePage"));
const loadHome = () => import("./dashboard/HomePage");
const HomePage = lazy(loadHome);
const ActionsPage = lazy(() => import("./actions/page/ActionsPage"));
const EmailDomainsPage = lazy(() => import("./emailDomains/EmailDomainsPage"));
const ActivityPage = lazy(() => import("./activity/ActivityPage"));
const ReliabilityPage = lazy(() => import("./reliability/ReliabilityPage"));
const RevenuePage = lazy(() => import("./revenue/RevenuePage"));
const SettingsPage = lazy(() => import("./settings/SettingsPage"));
const SetPassword = lazy(() => import("./auth/SetPassword"));

// The first page begins to come with the first script, not when the frame that holds it is drawn.
if (window.location.pathname === "/") {
  void loadHome();
  void prefetchHome(queryClient);
}

/** react-admin's core with the console's own frame: its default one would be loaded and never seen. */
export function App() {
  return (
    <ThemeProvider theme={theme} defaultMode="system" modeStorageKey="comptalyze-scheme">
      <CssBaseline enableColorScheme />
      {/* A navigation in a transition waits while react-admin renders again on every sign-out: ten seconds of nothing. */}
      <BrowserRouter useTransitions={false}>
        <CoreAdminContext
          authProvider={authProvider}
          dataProvider={dataProvider}
          i18nProvider={i18nProvider}
          queryClient={queryClient}
          store={store}
        >
          <Suspense fallback={null}>
            <CoreAdminUI
              disableTelemetry
              requireAuth
              title="Comptalyze"
              dashboard={HomePage}
              layout={ConsoleLayout}
              loginPage={SignIn}
              catchAll={NotFound}
              accessDenied={Forbidden}
              authenticationError={Forbidden}
            >
              {resources.map((resource) => (
                <Resource key={resource.name} {...resource} />
              ))}
              <CustomRoutes>
                <Route path="/actions" element={<ActionsPage />} />
                <Route path="/settings" element={<SettingsPage />} />
                <Route path="/access_rule" element={<AccessRulePage />} />
                <Route path="/email_domains" element={<EmailDomainsPage />} />
                <Route path="/revenue" element={<RevenuePage />} />
                <Route path="/activity" element={<ActivityPage />} />
                <Route path="/reliability" element={<ReliabilityPage />} />
              </CustomRoutes>
              <CustomRoutes noLayout>
                <Route path="/forgot-password" element={<ForgotPassword />} />
                <Route path="/set-password" element={<SetPassword />} />
              </CustomRoutes>
            </CoreAdminUI>
          </Suspense>
          <Notification />
        </CoreAdminContext>
      </BrowserRouter>
    </ThemeProvider>
  );
}
