/** Keeps the reader's place while the report is built anew: the section in view, and what has the focus. */

/** @returns {() => void} puts both back */
export function keepPlace() {
  const focused = document.activeElement?.id;
  const anchor = [...document.querySelectorAll("#sections > section, #opening, #key-findings")].find((element) => element.getBoundingClientRect().bottom > 80);
  const top = anchor?.getBoundingClientRect().top ?? 0;
  const id = scrollY > 0 ? anchor?.id : undefined;
  return () => {
    const now = id && document.getElementById(id)?.getBoundingClientRect().top;
    if (typeof now === "number") scrollBy({ top: now - top, behavior: "instant" });
    const element = focused && document.getElementById(focused);
    if (element && element !== document.activeElement) element.focus({ preventScroll: true });
  };
}
