import Autocomplete from "@mui/material/Autocomplete";
import Box from "@mui/material/Box";
import TextField from "@mui/material/TextField";
import { useQueryClient } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { useGetList, useTranslate } from "react-admin";
import { PlanChip } from "../../display/PlanChip";
import { parseSearch, userSearch } from "../../list/filters/search";
import type { User } from "../../resources/users/user";
import type { ActionTarget } from "../definition";
import { chosenKey } from "./useOpened";

type Props = {
  target: ActionTarget | null;
  disabled: boolean;
  onPick: (id: string | null, label: string | null) => void;
};

type Option = Pick<User, "id" | "email" | "name"> & { user?: User };

/** The customer that an action is about, looked for by a piece of the e-mail, a name or an id. */
export function RecordField({ target, disabled, onPick }: Props) {
  const t = useTranslate();
  const queryClient = useQueryClient();
  const [typed, setTyped] = useState("");
  const search = parseSearch(useDeferredValue(typed), userSearch);
  const found = useGetList<User>(
    "users",
    {
      filter: search.kind === "filter" ? search.filter : {},
      sort: { field: "last_active_at", order: "DESC" },
      pagination: { page: 1, perPage: 8 },
    },
    { enabled: search.kind === "filter", retry: false, placeholderData: (last) => last },
  );
  const options: Option[] =
    search.kind === "filter" ? (found.data ?? []).map((user) => ({ ...user, user })) : [];
  const value: Option | null = target
    ? { id: target.id, email: target.label, name: target.name }
    : null;

  return (
    <Autocomplete<Option>
      value={value}
      options={options}
      disabled={disabled}
      loading={found.isFetching}
      // The server has looked already.
      filterOptions={(all) => all}
      getOptionKey={({ id }) => id}
      getOptionLabel={({ email }) => email}
      isOptionEqualToValue={(option, chosen) => option.id === chosen.id}
      onInputChange={(_, text) => setTyped(text)}
      onChange={(_, chosen) => {
        if (chosen?.user) queryClient.setQueryData(chosenKey("users", [chosen.id]), [chosen.user]);
        onPick(chosen?.id ?? null, chosen?.email ?? null);
      }}
      noOptionsText={t(
        search.kind === "filter" ? "actions.record.none" : "actions.record.too_short",
      )}
      loadingText={t("actions.record.looking")}
      clearText={t("actions.record.clear")}
      openText={t("actions.record.open")}
      closeText={t("actions.record.close")}
      renderOption={({ key, ...props }, { id, email, name, user }) => (
        <Box
          component="li"
          key={key ?? id}
          {...props}
          sx={{ display: "flex", gap: 1, fontSize: 13 }}
        >
          <Box sx={{ flexGrow: 1, minWidth: 0 }}>
            <Box sx={{ fontWeight: 500, overflowWrap: "anywhere" }}>{email}</Box>
            <Box sx={{ fontSize: 12, color: "text.secondary" }}>{name}</Box>
          </Box>
          {user ? <PlanChip plan={user.plan} /> : null}
        </Box>
      )}
      renderInput={(params) => (
        <TextField
          {...params}
          label={t("actions.record.label")}
          placeholder={t("actions.record.placeholder")}
        />
      )}
    />
  );
}
