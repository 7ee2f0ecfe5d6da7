import AddOutlined from "@mui/icons-material/AddOutlined";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { useNavigate } from "react-router";
import { DateText } from "../../display/DateText";
import { RelativeTime } from "../../display/RelativeTime";
import { StatusChip } from "../../display/StatusChip";
import { useNow } from "../../display/useNow";
import { SideDrawer } from "../../forms/SideDrawer";
import { useFormat } from "../../i18n/useFormat";
import { useMe } from "../../layout/useMe";
import { ConsoleList } from "../../list/ConsoleList";
import type { Column } from "../../list/column";
import { choiceFilter } from "../../list/filters/listFilter";
import { RecordLink } from "../../list/RecordLink";
import { METRICS, SEVERITIES } from "../../metrics/metric";
import { SeverityChip } from "../../metrics/SeverityChip";
import { may } from "../../providers/me";
import { csvTime } from "../csvValues";
import { Muted, OneLine } from "../customerCells";
import { DeclareForm } from "./DeclareForm";
import { INCIDENT_STATUSES, type Incident, incidentPath } from "./incident";

function Lasted({ incident }: { incident: Incident }) {
  const f = useFormat();
  const now = useNow();
  const end = incident.resolved_at ? Date.parse(incident.resolved_at) : now;
  return f.elapsed(end - Date.parse(incident.started_at));
}

const columns: Column<Incident>[] = [
  {
    key: "code",
    width: 88,
    skeleton: 56,
    cell: (row) => (
      <RecordLink to={incidentPath(row)} strong>
        {row.code}
      </RecordLink>
    ),
    csv: ({ code }) => code,
  },
  {
    key: "severity",
    width: 72,
    skeleton: 28,
    cell: ({ severity }) => <SeverityChip severity={severity} />,
    csv: ({ severity }) => severity,
  },
  {
    key: "status",
    width: 128,
    skeleton: 80,
    cell: ({ status }) => <StatusChip domain="incident" status={status} />,
    csv: ({ status }) => status,
  },
  {
    key: "title",
    least: 220,
    skeleton: 200,
    cell: ({ title }) => <OneLine>{title}</OneLine>,
    csv: ({ title }) => title,
  },
  {
    key: "taken_by",
    width: 208,
    skeleton: 150,
    cell: ({ taken_by }) => <Muted>{taken_by}</Muted>,
    csv: ({ taken_by }) => taken_by,
  },
  {
    key: "lasted",
    align: "right",
    width: 80,
    skeleton: 40,
    cell: (row) => <Lasted incident={row} />,
    csv: ({ resolved_at }, format) => csvTime(resolved_at, format),
  },
  {
    key: "started_at",
    sortable: true,
    align: "right",
    width: 150,
    skeleton: 100,
    cell: ({ started_at }) => <DateText at={started_at} time />,
    csv: ({ started_at }, format) => csvTime(started_at, format),
  },
];

const filters = [
  choiceFilter("status", INCIDENT_STATUSES, "status.incident"),
  choiceFilter("severity", SEVERITIES, (severity) => severity),
  choiceFilter("metric", METRICS, "metric.name"),
];

/** Every incident, what began last first. */
export default function IncidentList() {
  return (
    <ConsoleList<Incident>
      resource="incidents"
      sort={{ field: "started_at", order: "DESC" }}
      columns={columns}
      filters={filters}
      actions={<Declare />}
      to={incidentPath}
      compact={(row) => ({
        lead: row.title,
        leadAside: <StatusChip domain="incident" status={row.status} />,
        detail: (
          <>
            {row.severity} · {row.code}
          </>
        ),
        detailAside: <RelativeTime at={row.started_at} />,
      })}
    />
  );
}

function Declare() {
  const t = useTranslate();
  const { data: me } = useMe();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <>
      <Button
        startIcon={<AddOutlined />}
        disabled={!me || !may(me, "incidents", "edit")}
        onClick={() => setOpen(true)}
      >
        <Box component="span" sx={{ display: { xs: "none", md: "inline" } }}>
          {t("incidents.move.declare.open")}
        </Box>
        <Box component="span" sx={{ display: { xs: "inline", md: "none" } }}>
          {t("incidents.move.declare.short")}
        </Box>
      </Button>
      <SideDrawer
        open={open}
        title={t("incidents.move.declare.open")}
        detail={t("incidents.declare.detail")}
        onClose={close}
      >
        <DeclareForm
          draft={null}
          onClose={close}
          onDone={(id) => {
            close();
            void queryClient.invalidateQueries();
            navigate(incidentPath({ id }));
          }}
        />
      </SideDrawer>
    </>
  );
}
