import { useTranslate } from "react-admin";
import { RecordPage } from "../RecordPage";
import { type Drift, repairableUser } from "./drift";
import { titleOf } from "./driftWords";
import { Access } from "./show/Access";
import { Candidates } from "./show/Candidates";
import { DriftAnswer } from "./show/DriftAnswer";
import { DriftFacts } from "./show/DriftFacts";
import { Sides } from "./show/Sides";

export default function DriftShow() {
  const t = useTranslate();
  return (
    <RecordPage<Drift>
      resource="drifts"
      title={(row) => titleOf(row, t)}
      recommended={(row) => (repairableUser(row) ? row.repair : null)}
    >
      {(row) => (
        <>
          <DriftAnswer drift={row} />
          <Candidates drift={row} />
          <Sides drift={row} />
          <Access drift={row} />
          <DriftFacts drift={row} />
        </>
      )}
    </RecordPage>
  );
}
