import { useEffect, useRef } from "react";
import { useLocation } from "react-router";

/** For the content of a page: it takes the keyboard where what had it went away with the page before. */
export function useContentFocus() {
  const content = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    const { activeElement, body } = document;
    // The page before may still be there, hidden while the next one is fetched.
    if (activeElement === body || content.current?.contains(activeElement)) {
      content.current?.focus({ preventScroll: true });
    }
  }, [pathname]);
  return content;
}
