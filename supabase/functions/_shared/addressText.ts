import { z } from "zod";

/** An e-mail address as people have them: ASCII, no quotes, a domain with a dot. */
export const addressText = z
  .email({ pattern: /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/i })
  .max(254);
