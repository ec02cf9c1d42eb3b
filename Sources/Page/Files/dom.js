// Elements without innerHTML: what people, models and servers write only ever becomes text nodes and checked attributes.

/// h("button.quiet", { type: "button", onclick: f, "aria-label": "…" }, "text", node, …). Null and false children are left out.
export function h(name, properties, ...children) {
  const [tag, ...classes] = name.split(".");
  const element = document.createElement(tag || "div");
  if (classes.length > 0) element.className = classes.join(" ");
  for (const [key, value] of Object.entries(properties ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "style") for (const [rule, to] of Object.entries(value)) element.style.setProperty(rule, to);
    else if (key === "dataset") Object.assign(element.dataset, value);
    else if (key === "value" || key === "checked") element[key] = value;
    else element.setAttribute(key, value === true ? "" : value);
  }
  add(element, children);
  return element;
}

export function add(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) element.append(child);
  }
  return element;
}

export function fill(element, ...children) {
  element.replaceChildren();
  return add(element, children);
}

export const byId = id => document.getElementById(id);

/// An icon of the page's own set, drawn with strokes in the colour of the text.
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", icons[name]);
  svg.append(path);
  return svg;
}

const icons = {
  menu: "M4 7h16M4 12h16M4 17h16",
  plus: "M12 5v14M5 12h14",
  send: "M12 19V5M5.5 11.5 12 5l6.5 6.5",
  stop: "M7.5 7.5h9v9h-9z",
  copy: "M9 9h10v10H9zM5 15V5h10",
  done: "M5 12.5l4.5 4.5L19 7.5",
  edit: "M4 20l1-4L16.5 4.5a2 2 0 0 1 3 3L8 19z",
  retry: "M4 12a8 8 0 1 0 2.5-5.8M4 4v4.5h4.5",
  trash: "M5 7h14M10 7V4.5h4V7M7 7l1 12.5h8L17 7",
  close: "M6 6l12 12M18 6 6 18",
  gear: "M4 7h9M19 7h1M4 17h1M11 17h9M16 4.5v5M8 14.5v5",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  down: "M12 4v11M7 10.5l5 5 5-5M5 20h14",
  fold: "M6 9l6 6 6-6",
  up: "M12 15.5V4.5M7 9l5-5 5 5M5 20h14",
  tool: "M14.5 6.5a4 4 0 0 0-5 5L4 17l3 3 5.5-5.5a4 4 0 0 0 5-5L15 12l-3-3z",
};

/// A button that is only an icon: its label is read aloud and shown as a hint.
export function iconButton(name, label, onclick, more) {
  return h("button.icon-button", { type: "button", "aria-label": label, title: label, onclick, ...more }, icon(name));
}

/// Calls `draw` once in the next frame, however often it is asked for; where drawing takes long, less often, so that typing stays smooth.
export function paced(draw) {
  let waiting = false;
  let rest = 0;
  return () => {
    if (waiting) return;
    waiting = true;
    const frame = () => requestAnimationFrame(() => {
      waiting = false;
      const start = performance.now();
      draw();
      rest = Math.min(400, (performance.now() - start) * 3);
    });
    if (rest > 16) setTimeout(frame, rest);
    else if (document.hidden) setTimeout(() => { waiting = false; draw(); }, 250);
    else frame();
  };
}
