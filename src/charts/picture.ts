/** What stands around the drawing in a picture of it. */
export type Caption = { title: string; notes: string[] };

const EDGE = 24;
const TITLE = 40;
const LINE = 18;
/** Sharp on paper and on dense screens. */
const DENSITY = 2;
const LOOK = ["fill", "stroke", "font-size", "font-weight", "font-family", "letter-spacing"];

/** A copy that looks the same outside the page: its colours are the page's, by name. */
function standalone(svg: SVGSVGElement): SVGSVGElement {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const from = [...svg.querySelectorAll("*")];
  const to = [...copy.querySelectorAll("*")];
  from.forEach((element, index) => {
    const style = getComputedStyle(element);
    for (const name of LOOK) to[index]?.setAttribute(name, style.getPropertyValue(name));
  });
  return copy;
}

function words(text: string, y: number, size: number, weight: number, color: string, font: string) {
  const line = document.createElementNS("http://www.w3.org/2000/svg", "text");
  const look = { x: EDGE, y, "font-size": size, "font-weight": weight, fill: color };
  for (const [name, value] of Object.entries(look)) line.setAttribute(name, String(value));
  line.setAttribute("font-family", font);
  line.textContent = text;
  return line;
}

/** The names of what is drawn, each at its place in the legend of the page. */
function legendOf(sheet: Element, top: number, color: string, font: string) {
  const list = sheet.querySelector("[data-legend]");
  if (!list) return { names: [], height: 0 };
  const frame = list.getBoundingClientRect();
  const names = [...list.querySelectorAll("li")].flatMap((entry) => {
    const place = entry.getBoundingClientRect();
    const sample = entry.querySelector("svg");
    if (!sample) return [];
    const x = EDGE + place.left - frame.left;
    const y = top + place.top - frame.top;
    const copy = standalone(sample);
    copy.setAttribute("x", String(x));
    copy.setAttribute("y", String(y + 5));
    const name = words(entry.textContent ?? "", y + 14, 12, 400, color, font);
    name.setAttribute("x", String(x + sample.getBoundingClientRect().width + 6));
    return [copy, name];
  });
  return { names, height: frame.height + 8 };
}

/** The drawing with its title above and its notes below, on the ground that it has on the page. */
function framed(svg: SVGSVGElement, caption: Caption, sheet: Element) {
  const { width, height } = svg.getBoundingClientRect();
  const { color, fontFamily } = getComputedStyle(sheet);
  const ground = getComputedStyle(sheet.closest(".MuiPaper-root") ?? sheet).backgroundColor;
  const legend = legendOf(sheet, TITLE, color, fontFamily);
  const top = TITLE + legend.height;
  const size = {
    width: width + 2 * EDGE,
    height: top + height + caption.notes.length * LINE + EDGE,
  };

  const frame = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  frame.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  frame.setAttribute("width", String(size.width));
  frame.setAttribute("height", String(size.height));
  const back = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  back.setAttribute("width", "100%");
  back.setAttribute("height", "100%");
  back.setAttribute("fill", ground);
  const copy = standalone(svg);
  copy.setAttribute("x", String(EDGE));
  copy.setAttribute("y", String(top));
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  frame.append(
    back,
    words(caption.title, EDGE + 4, 16, 600, color, fontFamily),
    ...legend.names,
    copy,
    ...caption.notes.map((note, line) =>
      words(note, top + height + (line + 1) * LINE, 12, 400, color, fontFamily),
    ),
  );
  return { frame, size };
}

/** A PNG of the chart that is drawn inside `sheet`. Rejects when there is none or the browser cannot draw it. */
export async function pictureOf(sheet: Element, caption: Caption): Promise<Blob> {
  const svg = sheet.querySelector<SVGSVGElement>("svg.recharts-surface");
  if (!svg) throw new Error("There is no chart to take a picture of.");
  const { frame, size } = framed(svg, caption, sheet);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(frame))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = size.width * DENSITY;
  canvas.height = size.height * DENSITY;
  const context = canvas.getContext("2d");
  if (!context) throw new Error("This browser draws no pictures.");
  context.scale(DENSITY, DENSITY);
  context.drawImage(image, 0, 0);
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/png"));
  if (!blob) throw new Error("The picture is empty.");
  return blob;
}
