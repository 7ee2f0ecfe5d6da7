import Box from "@mui/material/Box";

/** The product's sign: three bars on the accent. */
export function Mark({ size = 22 }: { size?: number }) {
  return (
    <Box
      component="svg"
      viewBox="0 0 22 22"
      aria-hidden
      sx={{ width: size, height: size, flexShrink: 0, color: "primary.solid" }}
    >
      <rect width="22" height="22" rx="5" fill="currentColor" />
      <path
        d="M6.5 15.5v-5M11 15.5v-9M15.5 15.5v-3"
        stroke="#fff"
        strokeWidth="2.4"
        strokeLinecap="round"
      />
    </Box>
  );
}
