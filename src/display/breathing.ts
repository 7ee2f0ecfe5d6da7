import { keyframes } from "@mui/material/styles";

const breath = keyframes`50% { opacity: 0.45 }`;

/** A skeleton of many bars moves as one: a movement for each would be a layer for each to the browser. */
export const breathing = { animation: `${breath} 2s ease-in-out 0.4s infinite` };
