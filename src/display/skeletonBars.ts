import { keyframes } from "@mui/material/styles";

const breath = keyframes`50% { opacity: 0.45 }`;

/**
 * A skeleton of many bars: its `i` are the bars, styled by what holds them, which moves as one. A style and
 * a movement for each bar would take longer to draw than what is waited for.
 */
export const skeletonBars = {
  animation: `${breath} 2s ease-in-out 0.4s infinite`,
  "& i": {
    display: "inline-block",
    verticalAlign: "middle",
    height: 12,
    maxWidth: "100%",
    borderRadius: "4px",
    bgcolor: "surface.subtle",
  },
};
