import ErrorOutlined from "@mui/icons-material/ErrorOutlined";
import Chip from "@mui/material/Chip";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslate } from "react-admin";
import { Link } from "react-router";
import { useNow } from "../display/useNow";
import { useFormat } from "../i18n/useFormat";
import { dataProvider } from "../providers/dataProvider";
import { may } from "../providers/me";
import { type Incident, incidentPath } from "../resources/incidents/incident";
import { useMe } from "./useMe";

const REFRESH_EVERY = 60_000;
/** The rows of the page that was asked for come first. */
const AFTER = 2_000;

/** The most urgent open P0 or P1 incident and how long it has been declared, on every page; nothing without one. */
export function IncidentClock({ short = false }: { short?: boolean }) {
  const t = useTranslate();
  const f = useFormat();
  const now = useNow();
  const { data: me } = useMe();
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), AFTER);
    return () => clearTimeout(timer);
  }, []);
  const { data } = useQuery({
    queryKey: ["incidents", "open"],
    queryFn: () =>
      dataProvider.getList<Incident>("incidents", {
        filter: { status: "open", "severity@in": "(P0,P1)" },
        sort: { field: "severity", order: "ASC" },
        pagination: { page: 1, perPage: 10 },
      }),
    enabled: late && me !== undefined && may(me, "incidents", "read"),
    refetchInterval: REFRESH_EVERY,
    retry: false,
  });
  const [incident] = data?.data ?? [];
  if (!incident?.declared_at) return null;
  const { code, severity, title, declared_at } = incident;
  const lasts = f.elapsed(now - Date.parse(declared_at));
  const words = short ? `${severity} ${lasts}` : `${severity} ${code} ${lasts}`;
  return (
    <Chip
      component={Link}
      to={incidentPath(incident)}
      clickable
      variant="error"
      icon={<ErrorOutlined />}
      label={words}
      aria-label={t("incidents.strip.top", { words, code, title })}
    />
  );
}
