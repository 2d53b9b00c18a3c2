import * as z from "zod/mini";
import { ACTIVATION_SIGNATURES } from "./activation-signatures.ts";
import { isPlaced, no, number, placed, share, yes } from "./arguments.ts";
import { CONVOLUTION_SIGNATURES } from "./convolution-signatures.ts";
import type { DropoutLayer, KnownLayer, KnownLayerType } from "./known-layers.ts";
import { NORMALIZATION_SIGNATURES } from "./normalization-signatures.ts";
import { POOLING_SIGNATURES } from "./pooling-signatures.ts";
import { REARRANGEMENT_SIGNATURES } from "./rearrangement-signatures.ts";
import { count, whole, withDefault } from "./schema.ts";
import { type Signature, signature } from "./signature.ts";

/**
 * What each layer that the engine knows takes: the constructors in torch/nn/modules of torch 2.13.0. Sequential is read
 * by layers.ts: its arguments are layers.
 */
export const LAYER_SIGNATURES: { readonly [Type in KnownLayerType]: Signature<KnownLayer> } = {
  Linear: signature({ in_features: count, out_features: count, bias: yes, ...placed }, (args) => {
    const { in_features, out_features, bias } = args;
    return isPlaced(args) ? undefined : { type: "Linear", in_features, out_features, bias };
  }),
  Embedding: embedding(),
  ...ACTIVATION_SIGNATURES,
  Dropout: dropout("Dropout"),
  Dropout1d: dropout("Dropout1d"),
  Dropout2d: dropout("Dropout2d"),
  Dropout3d: dropout("Dropout3d"),
  AlphaDropout: dropout("AlphaDropout"),
  ...CONVOLUTION_SIGNATURES,
  ...NORMALIZATION_SIGNATURES,
  ...POOLING_SIGNATURES,
  ...REARRANGEMENT_SIGNATURES,
};

/** torch/nn/modules/dropout.py. */
function dropout(type: DropoutLayer["type"]): Signature<KnownLayer> {
  return signature({ p: withDefault(share, 0.5), inplace: no }, (args) => ({ type, ...args }));
}

/** torch/nn/modules/sparse.py. Rows that are renormalized, counted, sparse or given are not known here. */
function embedding(): Signature<KnownLayer> {
  return signature(
    {
      num_embeddings: count,
      embedding_dim: count,
      padding_idx: withDefault(z.nullable(whole(-(2 ** 31), 2 ** 31 - 1, "a whole number or null")), null),
      max_norm: withDefault(z.nullable(number), null),
      norm_type: withDefault(number, 2),
      scale_grad_by_freq: no,
      sparse: no,
      ...placed,
    },
    ({ num_embeddings, embedding_dim, padding_idx, max_norm, scale_grad_by_freq, sparse, device, dtype }) => {
      const plain = max_norm === null && !scale_grad_by_freq && !sparse && !isPlaced({ device, dtype });
      return plain ? { type: "Embedding", num_embeddings, embedding_dim, padding_idx } : undefined;
    },
    {
      positional: 7,
      clash({ num_embeddings, padding_idx }) {
        if (padding_idx === null || (padding_idx >= -num_embeddings && padding_idx < num_embeddings)) return undefined;
        return ["padding_idx", `expected a row of ${num_embeddings}, found ${padding_idx}`];
      },
    },
  );
}
