import * as z from "zod/mini";

/** As src/probe/vram_probe/images.py: what the values seemed to be, by their range. */
export const MEANINGS = ["bytes", "unit", "signed", "imagenet", "stretched"] as const;
export type Meaning = (typeof MEANINGS)[number];

const MOST_SAMPLES = 16;
const MOST_PIXELS = 64;
const MOST_VALUES = 8 * 3 * MOST_PIXELS ** 2;

const count = z.int().check(z.minimum(1), z.maximum(MOST_SAMPLES));
const side = z.int().check(z.minimum(1), z.maximum(MOST_PIXELS));

/** Some samples of the first batch of images, scaled down. */
export const MeasuredImages = z
  .strictObject({
    /** `float32[64, 3, 224, 224]` */
    tensor: z.string().check(z.maxLength(128)),
    count,
    channels: z.literal([1, 3]),
    height: side,
    width: side,
    meaning: z.enum(MEANINGS),
    /** Base64 of a byte each, in the order of samples, rows, columns, channels. */
    pixels: z.string().check(z.maxLength(4 * Math.ceil(MOST_VALUES / 3)), z.regex(/^[A-Za-z0-9+/]*={0,2}$/)),
  })
  .check(z.refine((images) => images.pixels.length === base64Length(images), "has another length than its sides say"));
export type MeasuredImages = z.infer<typeof MeasuredImages>;

function base64Length({
  count: samples,
  channels,
  height,
  width,
}: {
  count: number;
  channels: number;
  height: number;
  width: number;
}) {
  return 4 * Math.ceil((samples * channels * height * width) / 3);
}
