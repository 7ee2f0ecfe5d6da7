import { configure } from "@testing-library/react";

// How long a test waits for what must come: a busy machine is slower, never wrong.
configure({ asyncUtilTimeout: 5_000 });
