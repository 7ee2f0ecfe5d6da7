import type french from "../fr/list";
import type { SameKeys } from "../messageShape";

export default {
  copy_link: "Copy the link",
  link_copied: "Link copied",
  export: "Export as CSV",
  exporting: "Exporting… %{count} rows",
  exported: "%{count} row exported |||| %{count} rows exported",
  export_cut:
    "The first %{count} rows are exported. The list holds more: narrow the filters to get all of them.",
  export_failed: "The export stopped: the server does not answer. No file was written.",
  range: "%{first} to %{last}",
  range_exact: "%{first} to %{last} of %{total}",
  range_about: "%{first} to %{last} of about %{total}",
  range_more_than: "%{first} to %{last} of more than %{total}",
  per_page: "%{count} a page",
  page_size: "Rows a page",
  previous: "Previous",
  next: "Next",
  active_filters: "Active filters: %{filters}.",
  active_filter: "%{name} %{value}",
  active_search: "“%{text}”",
  clear_filters: "Clear the filters",
  none_yet_detail: "Nothing is filtered: the list will fill by itself.",
  actions: "Actions",
  row_menu: "Actions on %{name}",
  open_record: "Open the page",
  copy_email: "Copy the e-mail",
  copy_id: "Copy the id",
} satisfies SameKeys<typeof french>;
