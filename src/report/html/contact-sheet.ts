import type { TrainingResult } from "../../compare/result.ts";
import type { MeasuredImages, Meaning } from "../../measure/measured-images.ts";
import { plainLine } from "../escape.ts";
import { formatCount } from "../format.ts";
import { type Markup, html } from "./markup.ts";
import { encodePng } from "./png.ts";

const HOW: Readonly<Record<Meaning, string>> = {
  bytes: "Values from 0 to 255 are shown as they are",
  unit: "0 is shown black and 1 is shown white",
  signed: "−1 is shown black and 1 is shown white",
  imagenet: "By their range the values are normalized with ImageNet's mean and standard deviation, which is undone",
  stretched:
    "How the values are normalized is not known: each channel is stretched from its least value to its largest, so colours may be off",
};

/** Some of the first batch of images; undefined where real images were not seen. */
export async function contactSheet({ measurement }: TrainingResult): Promise<Markup | undefined> {
  const images = measurement.kind === "measured" ? measurement.document.images : undefined;
  if (images === undefined) return undefined;
  const pictures = await Promise.all(picturesOf(images).map(encodePng));
  const { width, height } = images;
  const drawn = pictures.map(
    (png) => html`<img alt="" width="${width}" height="${height}" src="data:image/png;base64,${base64(png)}" />`,
  );
  return html`<figure class="card">
    <figcaption>
      <h3>The first batch, as the model gets it</h3>
      <p class="note">${captionOf(images)}</p>
    </figcaption>
    <div
      class="sheet"
      role="img"
      aria-label="${pictures.length === 1 ? "One picture" : `${pictures.length} pictures`} of the first batch"
    >
      ${drawn}
    </div>
  </figure>`;
}

function captionOf({ tensor, count, channels, width, height, meaning }: MeasuredImages): string {
  const order =
    channels === 3 ? " Channels are taken for red, green and blue: in another order colours are wrong." : "";
  const some = count === 1 ? "One sample" : `${formatCount(count)} samples`;
  return `${some} of ${plainLine(tensor)}, ${width} × ${height} of its pixels. ${HOW[meaning]}.${order}`;
}

function picturesOf({ count, channels, width, height, pixels }: MeasuredImages) {
  const all = Uint8Array.from(atob(pixels), (character) => character.charCodeAt(0));
  const size = width * height * channels;
  return Array.from({ length: count }, (_, index) => {
    return { width, height, channels, pixels: all.subarray(index * size, (index + 1) * size) };
  });
}

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}
