/**
 * For pages that embed charts: gives every frame of hubstate its height, and defines
 * `<hubstate-chart section="organizations" chart="pair" theme="dark" follow q="top=100" src="https://…/">`, all but the first where wanted.
 */
{
  const here = /** @type {HTMLScriptElement | null} */ (document.currentScript)?.src ?? location.href;
  const frames = () => [...document.querySelectorAll("iframe")].filter((frame) => /[/?&]embed[/=]/.test(frame.src));
  addEventListener("message", ({ data, source }) => {
    if (data?.type !== "hubstate:height" || !(data.height > 0)) return;
    const frame = frames().find(({ contentWindow }) => contentWindow === source);
    if (frame) frame.style.height = `${Math.min(data.height, 8000)}px`;
  });
  const ask = () => frames().forEach(({ contentWindow }) => contentWindow?.postMessage({ type: "hubstate:ping" }, "*"));
  ask();
  addEventListener("load", ask);
  customElements.define("hubstate-chart", class extends HTMLElement {
    connectedCallback() {
      const [section, chart] = ["section", "chart"].map((name) => this.getAttribute(name));
      const slug = [section, chart].filter(Boolean).map((part) => encodeURIComponent(part ?? "")).join(".");
      const asked = ["theme", "follow", "q"].flatMap((name) => {
        const value = this.getAttribute(name);
        return value === null ? [] : [value ? `${name}=${encodeURIComponent(value)}` : name];
      }).join("&");
      const frame = document.createElement("iframe");
      frame.src = new URL(`embed/${slug}/index.html${asked && `?${asked}`}`, new URL(this.getAttribute("src") ?? ".", here)).href;
      frame.title = this.title || `${section}: a chart of the Hugging Face Hub`;
      frame.loading = "lazy";
      frame.allow = "fullscreen; clipboard-write";
      frame.style.cssText = "width:100%;height:480px;border:0;color-scheme:light dark";
      this.style.display = "block";
      this.replaceChildren(frame);
    }
  });
}
