/** What stands in the URL for the rows that are selected: their ids would not fit. */
export const SELECTION = "selection";
