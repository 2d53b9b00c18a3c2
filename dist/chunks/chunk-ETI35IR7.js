import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  AXES,
  UPSAMPLING_MODES,
  rankOf
} from "./chunk-AJ3KONQL.js";
import {
  OUTPUT_UNTIL,
  PLAIN_RECIPE,
  PRECISIONS
} from "./chunk-XF5CK6HT.js";
import {
  BIGINT_FORMAT_RANGES,
  NEVER,
  NUMBER_FORMAT_RANGES,
  _default,
  _enum,
  _gt,
  _gte,
  _length,
  _lt,
  _lte,
  _maxLength,
  _minLength,
  _regex,
  array,
  assignProp,
  base64,
  base64Charset,
  base64url,
  base64urlCharset,
  boolean,
  discriminatedUnion,
  getEnumValues,
  globalRegistry,
  int,
  integer,
  literal,
  nullable,
  number,
  number2,
  optional,
  pipe,
  record,
  refine,
  strictObject,
  string,
  transform,
  tuple,
  union,
  unknown
} from "./chunk-5P7PJW4T.js";
import {
  GIB,
  KIB,
  MIB,
  bytes
} from "./chunk-O56B5XNW.js";

// ../main/node_modules/zod/v4/core/to-json-schema.js
function assignProps(target, ...sources) {
  for (const source of sources) {
    for (const key of Reflect.ownKeys(source)) {
      if (Object.prototype.propertyIsEnumerable.call(source, key)) {
        assignProp(target, key, source[key]);
      }
    }
  }
  return target;
}
function initializeContext(params) {
  let target = params?.target ?? "draft-2020-12";
  if (target === "draft-4")
    target = "draft-04";
  if (target === "draft-7")
    target = "draft-07";
  return {
    processors: params.processors ?? {},
    metadataRegistry: params?.metadata ?? globalRegistry,
    target,
    unrepresentable: params?.unrepresentable ?? "throw",
    override: params?.override ?? (() => {
    }),
    io: params?.io ?? "output",
    counter: 0,
    seen: /* @__PURE__ */ new Map(),
    sharedDefsExtractedFor: void 0,
    sharedEmitDoneFor: void 0,
    cycles: params?.cycles ?? "ref",
    reused: params?.reused ?? "inline",
    intersections: [],
    deferred: [],
    external: params?.external ?? void 0
  };
}
function handleUnrepresentable(schema, ctx, json, params, message) {
  const result = typeof ctx.unrepresentable === "function" ? ctx.unrepresentable({ zodSchema: schema, path: params.path, message }) : ctx.unrepresentable;
  if (result === "any")
    return false;
  if (result === void 0 || result === "throw")
    throw new Error(message);
  Object.assign(json, result);
  return true;
}
function processSchema(schema, ctx, _params = { path: [], schemaPath: [] }) {
  var _a;
  const def = schema._zod.def;
  const seen = ctx.seen.get(schema);
  if (seen) {
    seen.count++;
    const isCycle = _params.schemaPath.includes(schema);
    if (isCycle) {
      seen.cycle = _params.path;
    }
    return seen.schema;
  }
  const result = { schema: {}, count: 1, cycle: void 0, path: _params.path };
  ctx.seen.set(schema, result);
  ctx.sharedDefsExtractedFor = void 0;
  ctx.sharedEmitDoneFor = void 0;
  const overrideSchema = schema._zod.toJSONSchema?.();
  if (overrideSchema) {
    result.schema = overrideSchema;
  } else {
    const params = {
      ..._params,
      schemaPath: [..._params.schemaPath, schema],
      path: _params.path
    };
    if (schema._zod.processJSONSchema) {
      schema._zod.processJSONSchema(ctx, result.schema, params);
    } else {
      const _json = result.schema;
      const processor = ctx.processors[def.type];
      if (!processor) {
        throw new Error(`[toJSONSchema]: Non-representable type encountered: ${def.type}`);
      }
      processor(schema, ctx, _json, params);
    }
    const parent = schema._zod.parent;
    if (parent) {
      if (!result.ref)
        result.ref = parent;
      processSchema(parent, ctx, params);
      ctx.seen.get(parent).isParent = true;
    }
  }
  const meta = ctx.metadataRegistry.get(schema);
  if (meta)
    assignProps(result.schema, meta);
  if (ctx.io === "input" && isTransforming(schema)) {
    delete result.schema.examples;
    delete result.schema.default;
  }
  if (ctx.io === "input" && "_prefault" in result.schema)
    (_a = result.schema).default ?? (_a.default = result.schema._prefault);
  delete result.schema._prefault;
  const _result = ctx.seen.get(schema);
  return _result.schema;
}
function encodeJSONPointerSegment(segment) {
  return segment.replace(/~/g, "~0").replace(/\//g, "~1");
}
function extractDefs(ctx, schema) {
  const root = ctx.seen.get(schema);
  if (!root)
    throw new Error("Unprocessed schema. This is a bug in Zod.");
  if (ctx.external && ctx.sharedDefsExtractedFor === ctx.external)
    return;
  const idToSchema = /* @__PURE__ */ new Map();
  for (const entry of ctx.seen.entries()) {
    const id = ctx.metadataRegistry.get(entry[0])?.id;
    if (id) {
      const existing = idToSchema.get(id);
      if (existing && existing !== entry[0]) {
        throw new Error(`Duplicate schema id "${id}" detected during JSON Schema conversion. Two different schemas cannot share the same id when converted together.`);
      }
      idToSchema.set(id, entry[0]);
    }
  }
  const makeURI = (entry) => {
    const defsSegment = ctx.target === "draft-2020-12" ? "$defs" : "definitions";
    if (ctx.external) {
      const externalId = ctx.external.registry.get(entry[0])?.id;
      const uriGenerator = ctx.external.uri ?? ((id2) => id2);
      if (externalId) {
        return { ref: uriGenerator(externalId) };
      }
      const id = entry[1].defId ?? entry[1].schema.id ?? `schema${ctx.counter++}`;
      entry[1].defId = id;
      return { defId: id, ref: `${uriGenerator("__shared")}#/${defsSegment}/${encodeJSONPointerSegment(id)}` };
    }
    const uriPrefix = `#`;
    const defUriPrefix = `${uriPrefix}/${defsSegment}/`;
    if (entry[1] === root && !entry[1].schema.id) {
      return { ref: uriPrefix };
    }
    const defId = entry[1].schema.id ?? `__schema${ctx.counter++}`;
    return { defId, ref: defUriPrefix + encodeJSONPointerSegment(defId) };
  };
  const extractToDef = (entry) => {
    if (entry[1].schema.$ref) {
      return;
    }
    const seen = entry[1];
    const { ref, defId } = makeURI(entry);
    seen.def = { ...seen.schema };
    if (defId)
      seen.defId = defId;
    const schema2 = seen.schema;
    for (const key in schema2) {
      delete schema2[key];
    }
    schema2.$ref = ref;
  };
  if (ctx.cycles === "throw") {
    for (const entry of ctx.seen.entries()) {
      const seen = entry[1];
      if (seen.cycle) {
        throw new Error(`Cycle detected: #/${seen.cycle?.join("/")}/<root>

Set the \`cycles\` parameter to \`"ref"\` to resolve cyclical schemas with defs.`);
      }
    }
  }
  for (const entry of ctx.seen.entries()) {
    const seen = entry[1];
    if (schema === entry[0]) {
      extractToDef(entry);
      continue;
    }
    if (ctx.external) {
      const ext = ctx.external.registry.get(entry[0])?.id;
      if (schema !== entry[0] && ext) {
        extractToDef(entry);
        continue;
      }
    }
    const id = ctx.metadataRegistry.get(entry[0])?.id;
    if (id) {
      extractToDef(entry);
      continue;
    }
    if (seen.cycle) {
      extractToDef(entry);
      continue;
    }
    if (seen.count > 1) {
      if (ctx.reused === "ref") {
        extractToDef(entry);
      }
    }
  }
  if (ctx.external)
    ctx.sharedDefsExtractedFor = ctx.external;
}
function compactTypeUnion(schema) {
  const options = schema.anyOf;
  if (!Array.isArray(options) || options.length === 0 || schema.type !== void 0)
    return;
  const types = [];
  for (const option of options) {
    if (!option || typeof option !== "object")
      return;
    compactTypeUnion(option);
    const keys = Object.keys(option);
    if (keys.length !== 1 || keys[0] !== "type")
      return;
    const type = option.type;
    for (const member of Array.isArray(type) ? type : [type]) {
      if (typeof member !== "string")
        return;
      if (!types.includes(member))
        types.push(member);
    }
  }
  delete schema.anyOf;
  schema.type = types.length === 1 ? types[0] : types;
}
var FOLDABLE_KEYS = /* @__PURE__ */ new Set(["type", "properties", "required", "additionalProperties"]);
var UNION_KEYS = ["oneOf", "anyOf"];
function undeclaredConstraint(member) {
  const extra = member.additionalProperties;
  if (extra === void 0 || extra === false || typeof extra !== "object" || extra === null)
    return null;
  return Object.keys(extra).length ? extra : null;
}
function foldObjects(members) {
  const objects = [];
  for (const member of members) {
    if (typeof member !== "object" || member.type !== "object")
      return null;
    for (const key in member) {
      if (!FOLDABLE_KEYS.has(key))
        return null;
    }
    objects.push(member);
  }
  const properties = {};
  const required = /* @__PURE__ */ new Set();
  for (const object of objects) {
    for (const key in object.properties) {
      if (Object.prototype.hasOwnProperty.call(properties, key))
        continue;
      const parts = [];
      for (const other of objects) {
        const part = other.properties?.[key] ?? undeclaredConstraint(other);
        if (part === null || part === void 0)
          continue;
        if (!parts.some((seen) => JSON.stringify(seen) === JSON.stringify(part)))
          parts.push(part);
      }
      const merged = parts.length === 1 ? parts[0] : foldObjects(parts) ?? { allOf: parts };
      assignProp(properties, key, merged);
    }
    for (const key of object.required ?? [])
      required.add(key);
  }
  const folded = { type: "object", properties };
  if (required.size)
    folded.required = [...required];
  if (objects.every((object) => object.additionalProperties === false)) {
    folded.additionalProperties = false;
  } else {
    const constraints = [];
    for (const object of objects) {
      const constraint = undeclaredConstraint(object);
      if (constraint && !constraints.some((seen) => JSON.stringify(seen) === JSON.stringify(constraint)))
        constraints.push(constraint);
    }
    if (constraints.length === 1)
      folded.additionalProperties = constraints[0];
    else if (constraints.length > 1)
      folded.additionalProperties = { allOf: constraints };
  }
  return folded;
}
function foldIntersection(json) {
  const allOf = json.allOf;
  if (!Array.isArray(allOf) || allOf.length < 2)
    return;
  for (const key of FOLDABLE_KEYS)
    if (key in json)
      return;
  const unions = allOf.filter((m) => UNION_KEYS.some((k) => Array.isArray(m[k])));
  let folded = null;
  if (!unions.length) {
    folded = foldObjects(allOf);
  } else {
    const union2 = unions[0];
    const keyword = UNION_KEYS.find((k) => Array.isArray(union2[k]));
    if (Object.keys(union2).length !== 1)
      return;
    const rest = allOf.filter((m) => m !== union2);
    const branches = union2[keyword].map((branch) => foldObjects([...rest, branch]));
    if (branches.some((b) => !b))
      return;
    folded = { [keyword]: branches };
  }
  if (!folded)
    return;
  delete json.allOf;
  assignProps(json, folded);
}
function finalize(ctx, schema) {
  const root = ctx.seen.get(schema);
  if (!root)
    throw new Error("Unprocessed schema. This is a bug in Zod.");
  const flattenRef = (zodSchema) => {
    const seen = ctx.seen.get(zodSchema);
    if (seen.ref === null)
      return;
    const schema2 = seen.def ?? seen.schema;
    const _cached = { ...schema2 };
    const ref = seen.ref;
    seen.ref = null;
    if (ref) {
      flattenRef(ref);
      const refSeen = ctx.seen.get(ref);
      const refSchema = refSeen.schema;
      if (refSchema.$ref && (ctx.target === "draft-07" || ctx.target === "draft-04" || ctx.target === "openapi-3.0")) {
        schema2.allOf = schema2.allOf ?? [];
        schema2.allOf.push(refSchema);
      } else {
        assignProps(schema2, refSchema);
      }
      assignProps(schema2, _cached);
      const isParentRef = zodSchema._zod.parent === ref;
      if (isParentRef) {
        for (const key in schema2) {
          if (key === "$ref" || key === "allOf")
            continue;
          if (!(key in _cached)) {
            delete schema2[key];
          }
        }
      }
      if (refSchema.$ref && refSeen.def) {
        for (const key in schema2) {
          if (key === "$ref" || key === "allOf")
            continue;
          if (key in refSeen.def && JSON.stringify(schema2[key]) === JSON.stringify(refSeen.def[key])) {
            delete schema2[key];
          }
        }
      }
    }
    const parent = zodSchema._zod.parent;
    if (parent && parent !== ref) {
      flattenRef(parent);
      const parentSeen = ctx.seen.get(parent);
      if (parentSeen?.schema.$ref) {
        schema2.$ref = parentSeen.schema.$ref;
        if (parentSeen.def) {
          for (const key in schema2) {
            if (key === "$ref" || key === "allOf")
              continue;
            if (key in parentSeen.def && JSON.stringify(schema2[key]) === JSON.stringify(parentSeen.def[key])) {
              delete schema2[key];
            }
          }
        }
      }
    }
    ctx.override({
      zodSchema,
      jsonSchema: schema2,
      path: seen.path ?? []
    });
  };
  if (!ctx.external || ctx.sharedEmitDoneFor !== ctx.external) {
    for (const entry of [...ctx.seen.entries()].reverse()) {
      flattenRef(entry[0]);
    }
    if (ctx.target !== "openapi-3.0") {
      for (const entry of ctx.seen.entries()) {
        compactTypeUnion(entry[1].def ?? entry[1].schema);
      }
    }
    for (const rewrite of ctx.deferred)
      rewrite();
    if (ctx.intersections.length) {
      const carriers = /* @__PURE__ */ new Map();
      for (const seen of ctx.seen.values()) {
        for (const json of [seen.schema, seen.def]) {
          const allOf = json?.allOf;
          if (!Array.isArray(allOf))
            continue;
          const existing = carriers.get(allOf);
          if (existing)
            existing.push(json);
          else
            carriers.set(allOf, [json]);
        }
      }
      for (const allOf of ctx.intersections) {
        for (const json of carriers.get(allOf) ?? [])
          foldIntersection(json);
      }
    }
  }
  const result = {};
  if (ctx.target === "draft-2020-12") {
    result.$schema = "https://json-schema.org/draft/2020-12/schema";
  } else if (ctx.target === "draft-07") {
    result.$schema = "http://json-schema.org/draft-07/schema#";
  } else if (ctx.target === "draft-04") {
    result.$schema = "http://json-schema.org/draft-04/schema#";
  } else if (ctx.target === "openapi-3.0") {
  } else {
  }
  if (ctx.external?.uri) {
    const id = ctx.external.registry.get(schema)?.id;
    if (!id)
      throw new Error("Schema is missing an `id` property");
    result.$id = ctx.external.uri(id);
  }
  assignProps(result, root.defId ? root.schema : root.def ?? root.schema);
  const rootMetaId = ctx.metadataRegistry.get(schema)?.id;
  if (rootMetaId !== void 0 && result.id === rootMetaId)
    delete result.id;
  const defs = ctx.external?.defs ?? {};
  if (!ctx.external || ctx.sharedEmitDoneFor !== ctx.external) {
    for (const entry of ctx.seen.entries()) {
      const seen = entry[1];
      if (seen.def && seen.defId) {
        if (seen.def.id === seen.defId)
          delete seen.def.id;
        assignProp(defs, seen.defId, seen.def);
      }
    }
  }
  if (ctx.external)
    ctx.sharedEmitDoneFor = ctx.external;
  if (ctx.external) {
  } else {
    if (Object.keys(defs).length > 0) {
      if (ctx.target === "draft-2020-12") {
        result.$defs = defs;
      } else {
        result.definitions = defs;
      }
    }
  }
  try {
    const finalized = JSON.parse(JSON.stringify(result));
    Object.defineProperty(finalized, "~standard", {
      value: {
        ...schema["~standard"],
        jsonSchema: {
          input: createStandardJSONSchemaMethod(schema, "input", ctx.processors),
          output: createStandardJSONSchemaMethod(schema, "output", ctx.processors)
        }
      },
      enumerable: false,
      writable: false
    });
    return finalized;
  } catch (_err) {
    throw new Error("Error converting schema to JSON.");
  }
}
function isTransforming(_schema, _ctx) {
  const ctx = _ctx ?? { seen: /* @__PURE__ */ new Set() };
  if (ctx.seen.has(_schema))
    return false;
  ctx.seen.add(_schema);
  const def = _schema._zod.def;
  if (def.type === "transform")
    return true;
  if (def.type === "array")
    return isTransforming(def.element, ctx);
  if (def.type === "set")
    return isTransforming(def.valueType, ctx);
  if (def.type === "lazy")
    return isTransforming(def.getter(), ctx);
  if (def.type === "promise" || def.type === "optional" || def.type === "nonoptional" || def.type === "nullable" || def.type === "readonly" || def.type === "default" || def.type === "prefault" || def.type === "catch") {
    return isTransforming(def.innerType, ctx);
  }
  if (def.type === "intersection") {
    return isTransforming(def.left, ctx) || isTransforming(def.right, ctx);
  }
  if (def.type === "record" || def.type === "map") {
    return isTransforming(def.keyType, ctx) || isTransforming(def.valueType, ctx);
  }
  if (def.type === "pipe") {
    if (_schema._zod.traits.has("$ZodCodec"))
      return true;
    return isTransforming(def.in, ctx) || isTransforming(def.out, ctx);
  }
  if (def.type === "object") {
    for (const key in def.shape) {
      if (isTransforming(def.shape[key], ctx))
        return true;
    }
    return false;
  }
  if (def.type === "union") {
    for (const option of def.options) {
      if (isTransforming(option, ctx))
        return true;
    }
    return false;
  }
  if (def.type === "tuple") {
    for (const item of def.items) {
      if (isTransforming(item, ctx))
        return true;
    }
    if (def.rest && isTransforming(def.rest, ctx))
      return true;
    return false;
  }
  return false;
}
var createStandardJSONSchemaMethod = (schema, io, processors = {}) => (params) => {
  const { libraryOptions, target } = params ?? {};
  const ctx = initializeContext({ ...libraryOptions ?? {}, target, io, processors });
  processSchema(schema, ctx);
  extractDefs(ctx, schema);
  return finalize(ctx, schema);
};

// ../main/node_modules/zod/v4/core/json-schema-processors.js
var narrowMin = (agg, key, value) => {
  if (agg[key] === void 0 || value > agg[key])
    agg[key] = value;
};
var narrowMax = (agg, key, value) => {
  if (agg[key] === void 0 || value < agg[key])
    agg[key] = value;
};
var narrowBoth = (agg, value) => {
  narrowMin(agg, "minimum", value);
  narrowMax(agg, "maximum", value);
};
var addDivisor = (agg, value) => {
  agg.multipleOf ?? (agg.multipleOf = []);
  if (!agg.multipleOf.includes(value))
    agg.multipleOf.push(value);
};
var addPattern = (agg, pattern) => {
  agg.patterns ?? (agg.patterns = /* @__PURE__ */ new Set());
  agg.patterns.add(pattern);
};
var intersectMime = (agg, mime) => {
  agg.mime = agg.mime ? agg.mime.filter((m) => mime.includes(m)) : [...mime];
};
var setFormat = (agg, format) => {
  agg.format = format;
  if (format.includes("int"))
    agg.isInt = true;
};
var minContributor = (agg, def) => narrowMin(agg, "minimum", def.minimum);
var maxContributor = (agg, def) => narrowMax(agg, "maximum", def.maximum);
var formatContributor = (ranges) => (agg, def) => {
  setFormat(agg, def.format);
  const [minimum, maximum] = ranges[def.format];
  narrowMin(agg, "minimum", minimum);
  narrowMax(agg, "maximum", maximum);
};
var contributors = {
  greater_than: (agg, def) => narrowMin(agg, def.inclusive ? "minimum" : "exclusiveMinimum", def.value),
  less_than: (agg, def) => narrowMax(agg, def.inclusive ? "maximum" : "exclusiveMaximum", def.value),
  multiple_of: (agg, def) => addDivisor(agg, def.value),
  number_format: formatContributor(NUMBER_FORMAT_RANGES),
  bigint_format: formatContributor(BIGINT_FORMAT_RANGES),
  min_length: minContributor,
  max_length: maxContributor,
  length_equals: (agg, def) => narrowBoth(agg, def.length),
  min_size: minContributor,
  max_size: maxContributor,
  size_equals: (agg, def) => narrowBoth(agg, def.size),
  string_format: (agg, def) => {
    setFormat(agg, def.format);
    if (def.pattern)
      addPattern(agg, def.pattern);
    if (def.format === "base64" || def.format === "base64url")
      agg.contentEncoding = def.format;
    if (def.local || def.precision === -1)
      agg.laxFormat = true;
  },
  mime_type: (agg, def) => intersectMime(agg, def.mime)
};
function aggregateChecks(schema) {
  const agg = {};
  const def = schema._zod.def;
  const list = schema._zod.traits.has("$ZodCheck") ? [schema, ...def.checks ?? []] : def.checks ?? [];
  for (const ch of list)
    contributors[ch._zod.def.check]?.(agg, ch._zod.def);
  const bag = schema._zod.bag;
  if (bag.minimum !== void 0)
    narrowMin(agg, "minimum", bag.minimum);
  if (bag.exclusiveMinimum !== void 0)
    narrowMin(agg, "exclusiveMinimum", bag.exclusiveMinimum);
  if (bag.maximum !== void 0)
    narrowMax(agg, "maximum", bag.maximum);
  if (bag.exclusiveMaximum !== void 0)
    narrowMax(agg, "exclusiveMaximum", bag.exclusiveMaximum);
  if (bag.multipleOf !== void 0)
    addDivisor(agg, bag.multipleOf);
  if (bag.format !== void 0) {
    agg.format ?? (agg.format = bag.format);
    if (bag.format.includes("int"))
      agg.isInt = true;
  }
  if (bag.mime)
    intersectMime(agg, bag.mime);
  for (const pattern of bag.patterns ?? [])
    addPattern(agg, pattern);
  return agg;
}
var formatMap = {
  guid: "uuid",
  url: "uri",
  datetime: "date-time",
  json_string: "json-string",
  regex: ""
  // do not set
};
var exactPatterns = /* @__PURE__ */ new Map([
  [base64Charset, base64],
  [base64urlCharset, base64url]
]);
var exactPattern = (p) => exactPatterns.get(p) ?? p;
var stringProcessor = (schema, ctx, _json, _params) => {
  const json = _json;
  json.type = "string";
  const { minimum, maximum, format, patterns, contentEncoding, laxFormat } = aggregateChecks(schema);
  if (typeof minimum === "number")
    json.minLength = minimum;
  if (typeof maximum === "number")
    json.maxLength = maximum;
  if (format) {
    json.format = formatMap[format] ?? format;
    if (json.format === "")
      delete json.format;
    if (format === "time" || laxFormat) {
      delete json.format;
    }
  }
  if (contentEncoding)
    json.contentEncoding = contentEncoding;
  if (patterns && patterns.size > 0) {
    const patternList = [...patterns].map(exactPattern);
    if (patternList.length === 1)
      json.pattern = patternList[0].source;
    else if (patternList.length > 1) {
      json.allOf = [
        ...patternList.map((regex) => ({
          ...ctx.target === "draft-07" || ctx.target === "draft-04" || ctx.target === "openapi-3.0" ? { type: "string" } : {},
          pattern: regex.source
        }))
      ];
    }
  }
};
var numberProcessor = (schema, ctx, _json, params) => {
  const json = _json;
  const { minimum, maximum, multipleOf, exclusiveMaximum, exclusiveMinimum, isInt } = aggregateChecks(schema);
  json.type = isInt ? "integer" : "number";
  const exMin = typeof exclusiveMinimum === "number" && exclusiveMinimum >= (minimum ?? Number.NEGATIVE_INFINITY);
  const exMax = typeof exclusiveMaximum === "number" && exclusiveMaximum <= (maximum ?? Number.POSITIVE_INFINITY);
  const legacy2 = ctx.target === "draft-04" || ctx.target === "openapi-3.0";
  if (exMin) {
    if (legacy2) {
      json.minimum = exclusiveMinimum;
      json.exclusiveMinimum = true;
    } else {
      json.exclusiveMinimum = exclusiveMinimum;
    }
  } else if (typeof minimum === "number") {
    json.minimum = minimum;
  }
  if (exMax) {
    if (legacy2) {
      json.maximum = exclusiveMaximum;
      json.exclusiveMaximum = true;
    } else {
      json.exclusiveMaximum = exclusiveMaximum;
    }
  } else if (typeof maximum === "number") {
    json.maximum = maximum;
  }
  if (multipleOf) {
    const divisors = /* @__PURE__ */ new Set();
    for (const divisor of multipleOf) {
      if (Number.isFinite(divisor) && divisor !== 0)
        divisors.add(Math.abs(divisor));
      else
        handleUnrepresentable(schema, ctx, json, params, `A multipleOf divisor of ${divisor} cannot be represented in JSON Schema`);
    }
    const [first, ...rest] = divisors;
    if (first !== void 0)
      json.multipleOf = first;
    if (rest.length)
      json.allOf = [...json.allOf ?? [], ...rest.map((m) => ({ multipleOf: m }))];
  }
};
var booleanProcessor = (_schema, _ctx, json, _params) => {
  json.type = "boolean";
};
var bigintProcessor = (schema, ctx, json, params) => {
  handleUnrepresentable(schema, ctx, json, params, "BigInt cannot be represented in JSON Schema");
};
var symbolProcessor = (schema, ctx, json, params) => {
  handleUnrepresentable(schema, ctx, json, params, "Symbols cannot be represented in JSON Schema");
};
var nullProcessor = (_schema, ctx, json, _params) => {
  if (ctx.target === "openapi-3.0") {
    json.type = "string";
    json.nullable = true;
    json.enum = [null];
  } else {
    json.type = "null";
  }
};
var undefinedProcessor = (schema, ctx, json, params) => {
  handleUnrepresentable(schema, ctx, json, params, "Undefined cannot be represented in JSON Schema");
};
var voidProcessor = (schema, ctx, json, params) => {
  handleUnrepresentable(schema, ctx, json, params, "Void cannot be represented in JSON Schema");
};
var neverProcessor = (_schema, _ctx, json, _params) => {
  json.not = {};
};
var anyProcessor = (_schema, _ctx, _json, _params) => {
};
var unknownProcessor = (_schema, _ctx, _json, _params) => {
};
var dateProcessor = (schema, ctx, json, params) => {
  handleUnrepresentable(schema, ctx, json, params, "Date cannot be represented in JSON Schema");
};
var enumProcessor = (schema, _ctx, json, _params) => {
  const def = schema._zod.def;
  const values = getEnumValues(def.entries);
  if (values.length === 0) {
    json.not = {};
    return;
  }
  if (values.every((v) => typeof v === "number"))
    json.type = "number";
  if (values.every((v) => typeof v === "string"))
    json.type = "string";
  json.enum = values;
};
var literalProcessor = (schema, ctx, json, params) => {
  const def = schema._zod.def;
  if (def.values.length === 0) {
    json.not = {};
    return;
  }
  const vals = [];
  for (const val of def.values) {
    if (val === void 0) {
      if (handleUnrepresentable(schema, ctx, json, params, "Literal `undefined` cannot be represented in JSON Schema"))
        return;
    } else if (typeof val === "bigint") {
      if (handleUnrepresentable(schema, ctx, json, params, "BigInt literals cannot be represented in JSON Schema"))
        return;
      vals.push(Number(val));
    } else {
      vals.push(val);
    }
  }
  if (vals.length === 0) {
  } else if (vals.length === 1) {
    const val = vals[0];
    json.type = val === null ? "null" : typeof val;
    if (ctx.target === "draft-04" || ctx.target === "openapi-3.0") {
      json.enum = [val];
    } else {
      json.const = val;
    }
  } else {
    if (vals.every((v) => typeof v === "number"))
      json.type = "number";
    if (vals.every((v) => typeof v === "string"))
      json.type = "string";
    if (vals.every((v) => typeof v === "boolean"))
      json.type = "boolean";
    if (vals.every((v) => v === null))
      json.type = "null";
    json.enum = vals;
  }
};
var nanProcessor = (schema, ctx, json, params) => {
  handleUnrepresentable(schema, ctx, json, params, "NaN cannot be represented in JSON Schema");
};
var templateLiteralProcessor = (schema, _ctx, json, _params) => {
  const _json = json;
  const pattern = schema._zod.pattern;
  if (!pattern)
    throw new Error("Pattern not found in template literal");
  _json.type = "string";
  _json.pattern = pattern.source;
};
var fileProcessor = (schema, _ctx, json, _params) => {
  const _json = json;
  _json.type = "string";
  _json.format = "binary";
  _json.contentEncoding = "binary";
  const { minimum, maximum, mime } = aggregateChecks(schema);
  if (minimum !== void 0)
    _json.minLength = minimum;
  if (maximum !== void 0)
    _json.maxLength = maximum;
  if (!mime)
    return;
  if (mime.length === 0)
    _json.not = {};
  else if (mime.length === 1)
    _json.contentMediaType = mime[0];
  else
    _json.anyOf = mime.map((m) => ({ contentMediaType: m }));
};
var successProcessor = (_schema, _ctx, json, _params) => {
  json.type = "boolean";
};
var customProcessor = (schema, ctx, json, params) => {
  handleUnrepresentable(schema, ctx, json, params, "Custom types cannot be represented in JSON Schema");
};
var functionProcessor = (schema, ctx, json, params) => {
  handleUnrepresentable(schema, ctx, json, params, "Function types cannot be represented in JSON Schema");
};
var transformProcessor = (schema, ctx, json, params) => {
  handleUnrepresentable(schema, ctx, json, params, "Transforms cannot be represented in JSON Schema");
};
var mapProcessor = (schema, ctx, json, params) => {
  handleUnrepresentable(schema, ctx, json, params, "Map cannot be represented in JSON Schema");
};
var setProcessor = (schema, ctx, json, params) => {
  handleUnrepresentable(schema, ctx, json, params, "Set cannot be represented in JSON Schema");
};
var arrayProcessor = (schema, ctx, _json, params) => {
  const json = _json;
  const def = schema._zod.def;
  const { minimum, maximum } = aggregateChecks(schema);
  if (typeof minimum === "number")
    json.minItems = minimum;
  if (typeof maximum === "number")
    json.maxItems = maximum;
  json.type = "array";
  json.items = processSchema(def.element, ctx, {
    ...params,
    path: [...params.path, "items"]
  });
};
function inputOptin(schema) {
  const def = schema._zod.def;
  if (def.type === "pipe" && def.in._zod.traits.has("$ZodTransform")) {
    return inputOptin(def.out);
  }
  if (def.type === "catch") {
    return inputOptin(def.innerType);
  }
  return schema._zod.optin;
}
var objectProcessor = (schema, ctx, _json, params) => {
  const json = _json;
  const def = schema._zod.def;
  const shape2 = def.shape;
  const symbolKeys = Object.getOwnPropertySymbols(shape2);
  if (symbolKeys.length && handleUnrepresentable(schema, ctx, json, params, "Symbol keys cannot be represented in JSON Schema")) {
    return;
  }
  json.type = "object";
  json.properties = {};
  for (const key in shape2) {
    assignProp(json.properties, key, processSchema(shape2[key], ctx, {
      ...params,
      path: [...params.path, "properties", key]
    }));
  }
  const requiredKeys = [];
  for (const key of Object.keys(shape2)) {
    const field = def.shape[key];
    if (ctx.io === "input" ? inputOptin(field) === void 0 : field._zod.optout === void 0) {
      requiredKeys.push(key);
    }
  }
  if (requiredKeys.length > 0) {
    json.required = requiredKeys;
  }
  if (def.catchall?._zod.def.type === "never") {
    json.additionalProperties = false;
  } else if (!def.catchall) {
    if (ctx.io === "output")
      json.additionalProperties = false;
  } else if (def.catchall) {
    json.additionalProperties = processSchema(def.catchall, ctx, {
      ...params,
      path: [...params.path, "additionalProperties"]
    });
  }
};
var unionProcessor = (schema, ctx, json, params) => {
  const def = schema._zod.def;
  const isExclusive = def.inclusive === false;
  const options = def.options.map((x, i) => processSchema(x, ctx, {
    ...params,
    path: [...params.path, isExclusive ? "oneOf" : "anyOf", i]
  }));
  if (isExclusive) {
    json.oneOf = options;
  } else {
    json.anyOf = options;
  }
};
var intersectionProcessor = (schema, ctx, json, params) => {
  const def = schema._zod.def;
  const a = processSchema(def.left, ctx, {
    ...params,
    path: [...params.path, "allOf", 0]
  });
  const b = processSchema(def.right, ctx, {
    ...params,
    path: [...params.path, "allOf", 1]
  });
  const isSimpleIntersection = (val) => "allOf" in val && Object.keys(val).length === 1;
  const allOf = [
    ...isSimpleIntersection(a) ? a.allOf : [a],
    ...isSimpleIntersection(b) ? b.allOf : [b]
  ];
  json.allOf = allOf;
  ctx.intersections.push(allOf);
};
var tupleProcessor = (schema, ctx, _json, params) => {
  const json = _json;
  const def = schema._zod.def;
  json.type = "array";
  const prefixPath = ctx.target === "draft-2020-12" ? "prefixItems" : "items";
  const restPath = ctx.target === "draft-2020-12" ? "items" : ctx.target === "openapi-3.0" ? "items" : "additionalItems";
  const prefixItems = def.items.map((x, i) => processSchema(x, ctx, {
    ...params,
    path: [...params.path, prefixPath, i]
  }));
  const rest = def.rest ? processSchema(def.rest, ctx, {
    ...params,
    path: [...params.path, restPath, ...ctx.target === "openapi-3.0" ? [def.items.length] : []]
  }) : null;
  let minItems = def.items.length;
  while (minItems > 0) {
    const item = def.items[minItems - 1];
    const optional2 = ctx.io === "input" ? inputOptin(item) !== void 0 : item._zod.optout === "optional";
    if (!optional2)
      break;
    minItems--;
  }
  const maxItems = def.items.length;
  const isClosed = !def.rest;
  if (ctx.target === "draft-2020-12") {
    json.prefixItems = prefixItems;
    if (isClosed) {
      json.items = false;
    } else if (rest) {
      json.items = rest;
    }
    if (minItems > 0)
      json.minItems = minItems;
    if (isClosed)
      json.maxItems = maxItems;
  } else if (ctx.target === "openapi-3.0") {
    json.items = {
      anyOf: prefixItems
    };
    if (rest) {
      json.items.anyOf.push(rest);
    }
    if (minItems > 0)
      json.minItems = minItems;
    if (isClosed)
      json.maxItems = maxItems;
  } else {
    json.items = prefixItems;
    if (isClosed) {
      json.additionalItems = false;
    } else if (rest) {
      json.additionalItems = rest;
    }
    if (minItems > 0)
      json.minItems = minItems;
    if (isClosed)
      json.maxItems = maxItems;
  }
  const { minimum, maximum } = aggregateChecks(schema);
  if (typeof minimum === "number")
    json.minItems = minimum;
  if (typeof maximum === "number")
    json.maxItems = maximum;
};
function stringifyKeyNames(bySchema, json, visited) {
  if (json.$ref) {
    if (visited.has(json))
      return json;
    visited.add(json);
    const def = bySchema.get(json)?.def;
    if (!def)
      return json;
    const inlined = stringifyKeyNames(bySchema, def, visited);
    return inlined === def ? json : inlined;
  }
  for (const keyword of ["anyOf", "oneOf"]) {
    const branches = json[keyword];
    if (!Array.isArray(branches))
      continue;
    const mapped = branches.map((branch) => stringifyKeyNames(bySchema, branch, visited));
    if (mapped.some((branch, i) => branch !== branches[i]))
      json = { ...json, [keyword]: mapped };
  }
  const types = Array.isArray(json.type) ? json.type : [json.type];
  const numericType = !types.includes("string") && types.some((t) => t === "number" || t === "integer");
  const values = json.enum ?? (json.const !== void 0 ? [json.const] : void 0);
  if (!numericType && !values?.some((v) => typeof v === "number"))
    return json;
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf, format, id, ...rest } = json;
  if (rest.enum)
    rest.enum = rest.enum.map((v) => typeof v === "number" ? String(v) : v);
  else if (typeof rest.const === "number")
    rest.const = String(rest.const);
  if (!numericType)
    return rest;
  rest.type = "string";
  if (!values)
    rest.pattern = (types.includes("number") ? number : integer).source;
  return rest;
}
var pendingRecords = /* @__PURE__ */ new WeakMap();
function rewriteKeyNames(ctx) {
  const bySchema = /* @__PURE__ */ new Map();
  for (const entry of ctx.seen.values()) {
    if (entry.def && !bySchema.has(entry.schema))
      bySchema.set(entry.schema, entry);
  }
  const rewrites = /* @__PURE__ */ new Map();
  for (const record2 of pendingRecords.get(ctx) ?? []) {
    const seen = ctx.seen.get(record2);
    const names2 = (seen?.def ?? seen?.schema)?.propertyNames;
    if (!names2 || names2 === true || rewrites.has(names2))
      continue;
    const rewritten = stringifyKeyNames(bySchema, names2, /* @__PURE__ */ new Set());
    if (rewritten !== names2)
      rewrites.set(names2, rewritten);
  }
  if (!rewrites.size)
    return;
  for (const entry of ctx.seen.values()) {
    for (const carrier of [entry.schema, entry.def]) {
      const rewritten = carrier && rewrites.get(carrier.propertyNames);
      if (rewritten)
        carrier.propertyNames = rewritten;
    }
  }
}
var recordProcessor = (schema, ctx, _json, params) => {
  const json = _json;
  const def = schema._zod.def;
  json.type = "object";
  const keyType = def.keyType;
  const patterns = aggregateChecks(keyType).patterns;
  if (def.mode === "loose" && patterns && patterns.size > 0) {
    const valueSchema = processSchema(def.valueType, ctx, {
      ...params,
      path: [...params.path, "patternProperties", "*"]
    });
    json.patternProperties = {};
    for (const pattern of patterns) {
      assignProp(json.patternProperties, exactPattern(pattern).source, valueSchema);
    }
  } else {
    if (ctx.target === "draft-07" || ctx.target === "draft-2020-12") {
      json.propertyNames = processSchema(def.keyType, ctx, {
        ...params,
        path: [...params.path, "propertyNames"]
      });
      let pending = pendingRecords.get(ctx);
      if (!pending) {
        pending = [];
        pendingRecords.set(ctx, pending);
        ctx.deferred.push(() => rewriteKeyNames(ctx));
      }
      pending.push(schema);
    }
    json.additionalProperties = processSchema(def.valueType, ctx, {
      ...params,
      path: [...params.path, "additionalProperties"]
    });
  }
  const keyValues = keyType._zod.values;
  const omittableOnInput = ctx.io === "input" && inputOptin(def.valueType) !== void 0;
  if (keyValues && !def.partial && !omittableOnInput) {
    const validKeyValues = [...keyValues].filter((v) => typeof v === "string" || typeof v === "number");
    if (validKeyValues.length > 0) {
      json.required = validKeyValues.map(String);
    }
  }
};
var nullableProcessor = (schema, ctx, json, params) => {
  const def = schema._zod.def;
  const inner = processSchema(def.innerType, ctx, params);
  const seen = ctx.seen.get(schema);
  if (ctx.target === "openapi-3.0") {
    seen.ref = def.innerType;
    json.nullable = true;
  } else {
    json.anyOf = [inner, { type: "null" }];
  }
};
var nonoptionalProcessor = (schema, ctx, _json, params) => {
  const def = schema._zod.def;
  processSchema(def.innerType, ctx, params);
  const seen = ctx.seen.get(schema);
  seen.ref = def.innerType;
};
var UNREPRESENTABLE_DEFAULT = /* @__PURE__ */ Symbol();
function serializeDefaultValue(value, schema, ctx, json, params) {
  let unrepresentable = false;
  const serialized = JSON.stringify(value, (_, val) => {
    if (typeof val !== "bigint")
      return val;
    unrepresentable = true;
    return null;
  });
  if (!unrepresentable)
    return JSON.parse(serialized);
  handleUnrepresentable(schema, ctx, json, params, "BigInt defaults cannot be represented in JSON Schema");
  return UNREPRESENTABLE_DEFAULT;
}
var defaultProcessor = (schema, ctx, json, params) => {
  const def = schema._zod.def;
  processSchema(def.innerType, ctx, params);
  const seen = ctx.seen.get(schema);
  seen.ref = def.innerType;
  const value = serializeDefaultValue(def.defaultValue, schema, ctx, json, params);
  if (value !== UNREPRESENTABLE_DEFAULT)
    json.default = value;
};
var prefaultProcessor = (schema, ctx, json, params) => {
  const def = schema._zod.def;
  processSchema(def.innerType, ctx, params);
  const seen = ctx.seen.get(schema);
  seen.ref = def.innerType;
  if (ctx.io !== "input")
    return;
  const value = serializeDefaultValue(def.defaultValue, schema, ctx, json, params);
  if (value !== UNREPRESENTABLE_DEFAULT)
    json._prefault = value;
};
var catchProcessor = (schema, ctx, json, params) => {
  const def = schema._zod.def;
  processSchema(def.innerType, ctx, params);
  const seen = ctx.seen.get(schema);
  seen.ref = def.innerType;
  let catchValue;
  try {
    catchValue = def.catchValue(void 0);
  } catch {
    handleUnrepresentable(schema, ctx, json, params, "Dynamic catch values are not supported in JSON Schema");
    return;
  }
  json.default = catchValue;
};
var pipeProcessor = (schema, ctx, _json, params) => {
  const def = schema._zod.def;
  const inIsTransform = def.in._zod.traits.has("$ZodTransform");
  const innerType = ctx.io === "input" ? inIsTransform ? def.out : def.in : def.out;
  processSchema(innerType, ctx, params);
  const seen = ctx.seen.get(schema);
  seen.ref = innerType;
};
var readonlyProcessor = (schema, ctx, json, params) => {
  const def = schema._zod.def;
  processSchema(def.innerType, ctx, params);
  const seen = ctx.seen.get(schema);
  seen.ref = def.innerType;
  json.readOnly = true;
};
var promiseProcessor = (schema, ctx, _json, params) => {
  const def = schema._zod.def;
  processSchema(def.innerType, ctx, params);
  const seen = ctx.seen.get(schema);
  seen.ref = def.innerType;
};
var optionalProcessor = (schema, ctx, _json, params) => {
  const def = schema._zod.def;
  processSchema(def.innerType, ctx, params);
  const seen = ctx.seen.get(schema);
  seen.ref = def.innerType;
};
var lazyProcessor = (schema, ctx, _json, params) => {
  const innerType = schema._zod.innerType;
  processSchema(innerType, ctx, params);
  const seen = ctx.seen.get(schema);
  seen.ref = innerType;
};
var allProcessors = {
  string: stringProcessor,
  number: numberProcessor,
  boolean: booleanProcessor,
  bigint: bigintProcessor,
  symbol: symbolProcessor,
  null: nullProcessor,
  undefined: undefinedProcessor,
  void: voidProcessor,
  never: neverProcessor,
  any: anyProcessor,
  unknown: unknownProcessor,
  date: dateProcessor,
  enum: enumProcessor,
  literal: literalProcessor,
  nan: nanProcessor,
  template_literal: templateLiteralProcessor,
  file: fileProcessor,
  success: successProcessor,
  custom: customProcessor,
  function: functionProcessor,
  transform: transformProcessor,
  map: mapProcessor,
  set: setProcessor,
  array: arrayProcessor,
  object: objectProcessor,
  union: unionProcessor,
  intersection: intersectionProcessor,
  tuple: tupleProcessor,
  record: recordProcessor,
  nullable: nullableProcessor,
  nonoptional: nonoptionalProcessor,
  default: defaultProcessor,
  prefault: prefaultProcessor,
  catch: catchProcessor,
  pipe: pipeProcessor,
  readonly: readonlyProcessor,
  promise: promiseProcessor,
  optional: optionalProcessor,
  lazy: lazyProcessor
};
function toJSONSchema(input2, params) {
  if ("_idmap" in input2) {
    const registry2 = input2;
    const ctx2 = initializeContext({ ...params, processors: allProcessors });
    const defs = {};
    for (const entry of registry2._idmap.entries()) {
      const [_, schema] = entry;
      processSchema(schema, ctx2);
    }
    const schemas = {};
    const external = {
      registry: registry2,
      uri: params?.uri,
      defs
    };
    ctx2.external = external;
    for (const entry of registry2._idmap.entries()) {
      const [key, schema] = entry;
      extractDefs(ctx2, schema);
      assignProp(schemas, key, finalize(ctx2, schema));
    }
    if (Object.keys(defs).length > 0) {
      const defsSegment = ctx2.target === "draft-2020-12" ? "$defs" : "definitions";
      schemas.__shared = {
        [defsSegment]: defs
      };
    }
    return { schemas };
  }
  const ctx = initializeContext({ ...params, processors: allProcessors });
  processSchema(input2, ctx);
  extractDefs(ctx, input2);
  return finalize(ctx, input2);
}

// src/config/units.ts
var SIZE = /^(\d{1,15}(?:\.\d{1,9})?) ?(B|KiB|MiB|GiB|TiB)$/;
var PERCENTAGE = /^(100(?:\.0{1,9})?|\d{1,2}(?:\.\d{1,9})?) ?%$/;
var DURATION = /^([1-9]\d{0,5}) ?(s|min|h)$/;
var UNIT_BYTES = { B: 1, KiB: KIB, MiB: MIB, GiB: GIB, TiB: 1024 * GIB };
var UNIT_SECONDS = { s: 1, min: 60, h: 3600 };
var DECIMAL_BYTES = { k: 1e3, m: 1e6, g: 1e9, t: 1e12 };
var MAX_SIZE_BYTES = 2 ** 50;
function parseSize(text) {
  const [, number5, unit] = SIZE.exec(text) ?? [];
  const size2 = Math.floor(Number(number5) * (UNIT_BYTES[unit ?? ""] ?? Number.NaN));
  return size2 > 0 && size2 <= MAX_SIZE_BYTES ? bytes(size2) : void 0;
}
function parsePercentage(text) {
  const [, number5] = PERCENTAGE.exec(text) ?? [];
  return number5 === void 0 ? void 0 : Number(number5) / 100;
}
function parseDuration(text) {
  const [, number5, unit] = DURATION.exec(text) ?? [];
  return number5 === void 0 ? void 0 : Number(number5) * (UNIT_SECONDS[unit ?? ""] ?? Number.NaN);
}
function wantedDuration(written) {
  return `a time with its unit, as ${typeof written === "number" && Number.isInteger(written) && written > 0 ? written + " s" : "20 min"}`;
}
function wantedSize(written) {
  const meant = meantSize(written);
  return `a size with its unit, as ${meant ?? "24 GiB"}`;
}
function meantSize(written) {
  const [, number5, prefix, rest] = /^\s*(\d{1,15}(?:\.\d+)?)\s*([kmgt]?)(i?b?)\s*$/i.exec(String(written)) ?? [];
  if (number5 === void 0 || Number(number5) === 0) return void 0;
  if (prefix === void 0 || prefix === "") return `${number5} ${rest === "" ? "GiB" : "B"}`;
  const binary = `${Number(number5)} ${prefix.toUpperCase()}iB`;
  if (rest?.toLowerCase().startsWith("i")) return binary;
  const decimal = formatDecimal(Number(number5) * (DECIMAL_BYTES[prefix.toLowerCase()] ?? 1));
  return rest === "" ? `${binary} or ${decimal}` : decimal;
}
function formatDecimal(size2) {
  const unit = ["TiB", "GiB", "MiB", "KiB"].find((name) => size2 >= (UNIT_BYTES[name] ?? Infinity)) ?? "B";
  return `${Number((size2 / (UNIT_BYTES[unit] ?? 1)).toFixed(2))} ${unit}`;
}
function wantedPercentage(written) {
  const share4 = Number(written);
  const meant = typeof written === "number" && share4 > 0 && share4 <= 100 ? formatShare(share4) : "5%";
  return `a percentage up to 100%, as ${meant}`;
}
function formatShare(share4) {
  return `${Number((share4 <= 1 ? share4 * 100 : share4).toFixed(6))}%`;
}

// src/config/schema.ts
var MAX_COUNT = 2 ** 31 - 1;
var count = whole(1, MAX_COUNT, "a whole number above 0");
function whole(least, most, wanted) {
  const atMost = { error: `${wanted} and at most ${most}` };
  return int({ error: wanted }).check(_gte(least, { error: wanted }), _lte(most, atMost));
}
var switched = boolean({ error: "true or false" });
function textOf(form, wanted) {
  const error = ({ input: input2 }) => wanted(input2);
  return string({ error }).check(_regex(form, { error }));
}
var size = pipe(
  textOf(SIZE, wantedSize),
  transform((written, context) => {
    const parsed = parseSize(written);
    if (parsed !== void 0) return parsed;
    context.issues.push({ code: "custom", message: "a size above 0 and at most 1024 TiB", input: written });
    return NEVER;
  })
);
var percentage = pipe(
  textOf(PERCENTAGE, wantedPercentage),
  transform((written) => parsePercentage(written) ?? 0)
  // what PERCENTAGE takes is one
);
var duration = pipe(
  textOf(DURATION, wantedDuration),
  transform((written) => parseDuration(written) ?? 0)
  // what DURATION takes is one
);
var command = string({ error: "a command, as python train.py" }).check(
  _regex(/\S/, { error: "a command, as python train.py" }),
  _maxLength(1e4, { error: "at most 10000 characters" }),
  refine((written) => !written.includes("\0"), { error: "a command without a null character" })
);
var variable = string({ error: "names of variables" }).check(
  _regex(/^(?!(?:GITHUB|ACTIONS|INPUT|RUNNER|VRAM_BUDGET)_)[A-Za-z_][A-Za-z0-9_]{0,127}$/, {
    error: "the name of a variable, as HF_TOKEN, and none of GITHUB_*, ACTIONS_*, INPUT_*, RUNNER_* and VRAM_BUDGET_*"
  })
);
var environment = array(variable, { error: "a list of names of variables, as [HF_TOKEN]" }).check(_maxLength(100, { error: "at most 100 names" }));
var budget = union(
  [pipe(percentage.check(refine((share4) => share4 > 0)), transform(asShare)), pipe(size, transform(asLimit))],
  { error: ({ input: input2 }) => wantedBudget(input2) }
);
function asShare(share4) {
  return { kind: "share", share: share4 };
}
function asLimit(limit_bytes) {
  return { kind: "size", limit_bytes };
}
function wantedBudget(written) {
  if (typeof written === "number" && written <= 1) return wantedPercentage(written);
  return `a percentage above 0% and up to 100%, or ${wantedSize(written)}`;
}
var numberOrShape = array(count, { error: "a list of whole numbers above 0" }).check(_maxLength(8, { error: "at most 8 dimensions" }));
var shape = numberOrShape.check(_minLength(1, { error: "at least one dimension" }));
var dtype = literal("float32", { error: "float32, the one dtype of a target that is known so far" });
var inputDtype = literal("float32", { error: "float32, or int64 with high" });
var tensor = strictMap({ shape, dtype: optional(dtype) }, "{shape, dtype}");
function inputTensor(sample) {
  const floats = strictMap({ shape: sample, dtype: optional(inputDtype) }, "{shape, dtype}");
  const tokens = strictMap({ shape: sample, dtype: literal("int64"), high: count }, "{shape, dtype: int64, high}");
  return union([sample, floats, tokens], {
    error: "one sample's shape, as [1, 28, 28], {shape, dtype: float32}, or {shape, dtype: int64, high} for tokens below high"
  });
}
var INPUT_TENSOR = inputTensor(shape);
var NAMED_TENSOR = inputTensor(numberOrShape);
var INPUT_NAME = /^[A-Za-z_]\w{0,63}$/;
var input = union([INPUT_TENSOR, record(string().check(_regex(INPUT_NAME)), NAMED_TENSOR)], {
  error: "one sample's shape, {shape, dtype}, {shape, dtype: int64, high}, or a map of them by the model's arguments"
});
var classes = strictMap({ classes: count, shape: optional(shape) }, "{classes, shape}");
var TARGET = union([classes, tensor], {
  error: "{classes: 10} for indices of classes, or {shape: [10]} for a tensor"
});
var MODULE_CALLABLE = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*:[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/;
var callable = textOf(
  MODULE_CALLABLE,
  (written) => typeof written === "string" ? "module:callable, as my_package.data:make_batches" : "module:callable"
);
var path = string({ error: "a path" }).check(({ value, issues }) => {
  const wanted = pathWanted(value);
  if (wanted !== void 0) issues.push({ code: "custom", message: wanted, input: value });
});
function pathWanted(text) {
  if (text === "" || text.length > 1024) return "a path of 1 to 1024 characters";
  if (/[\\\0\n\r]/.test(text)) return "a path with forward slashes, on one line";
  if (text.startsWith("/") || /^[A-Za-z]:/.test(text)) return "a path relative to the config's folder";
  return text.split("/").includes("..") ? "a path that stays inside the config's folder" : void 0;
}
var call = strictMap(
  { callable, args: optional(record(string(), unknown(), { error: "a map of arguments" })) },
  "{callable, args}"
);
var data = union([callable, call, strictMap({ images: path, labels: path }, "{images, labels}")], {
  error: "module:callable, {callable, args}, or {images, labels} with the paths of IDX files"
});
function hasOneDecimal(n) {
  return n === Number(n.toFixed(1));
}
var capability = pipe(
  union(
    [
      string().check(_regex(/^\d{1,2}\.\d$/)),
      number2().check(_gte(1), _lte(99), refine(hasOneDecimal))
    ],
    {
      error: "a compute capability, as 9.0"
    }
  ),
  transform((written) => typeof written === "number" ? written.toFixed(1) : written)
);
var CustomDevice = strictMap(
  {
    name: string({ error: "a name" }).check(_minLength(1, { error: "a name" }), _maxLength(100, { error: "at most 100 characters" })),
    memory: size,
    compute_capability: optional(capability),
    multiprocessors: optional(count)
  },
  "{name, memory}"
);
var device = union([string(), CustomDevice], {
  error: "a name of the catalogue, runner, or {name, memory}"
});
var SHARED_KEYS = {
  device: optional(device),
  budget: optional(budget),
  tolerance: optional(percentage)
};
var anything = unknown();
var above0 = { error: "a number above 0" };
var share = { error: "a number from 0 to 1" };
var names = (what) => array(string({ error: what }).check(_minLength(1, { error: what })), { error: `a list of ${what}` });
var processes = whole(2, 1e6, "a whole number above 1");
var ddpArguments = {
  processes,
  gradient_as_bucket_view: optional(switched),
  bucket_cap_mb: optional(count),
  find_unused_parameters: optional(switched),
  static_graph: optional(switched)
};
var distributed = discriminatedUnion(
  "strategy",
  [
    strictMap({ strategy: literal("ddp"), ...ddpArguments }, "{strategy, processes}"),
    strictMap({ strategy: literal("zero1"), ...ddpArguments }, "{strategy, processes}"),
    strictMap(
      {
        strategy: literal("fsdp2"),
        processes,
        wrap: names("names of classes"),
        reshard_after_forward: optional(switched)
      },
      "{strategy, processes, wrap}"
    )
  ],
  { error: ({ input: written }) => wantedStrategy(written) }
);
function wantedStrategy(written) {
  return typeof written === "object" && written !== null ? "ddp, zero1 or fsdp2" : "{strategy, processes}";
}
var RECIPE_KEYS = {
  precision: optional(_enum(PRECISIONS, { error: PRECISIONS.join(", ") })),
  gradient_accumulation: optional(whole(1, 1e4, "a whole number above 0")),
  gradient_clipping: optional(number2(above0).check(_gt(0, above0))),
  activation_checkpointing: optional(
    union([switched, names("names of classes")], { error: "true, false, or a list of names of classes" })
  ),
  frozen: optional(names("patterns of parameter names")),
  lora: optional(record(string(), unknown(), { error: "a map of arguments of peft.LoraConfig" })),
  channels_last: optional(switched),
  ema: optional(strictMap({ decay: number2(share).check(_gte(0, share), _lte(1, share)) }, "{decay}")),
  zero_grad: optional(strictMap({ set_to_none: switched }, "{set_to_none}")),
  output_until: optional(_enum(OUTPUT_UNTIL, { error: OUTPUT_UNTIL.join(", ") })),
  optimizer_in_backward: optional(switched),
  compile: optional(switched),
  distributed: optional(distributed)
};
var TWO_BATCHES = "two batch sizes, as [8, 16]";
var RUN_KEYS = {
  run: optional(command),
  steps: optional(whole(1, 1e4, "a whole number above 0")),
  warmup: optional(whole(0, 1e4, "a whole number of at least 0")),
  timeout: optional(duration),
  explain: optional(switched),
  environment: optional(environment),
  measure_at: optional(array(count, { error: TWO_BATCHES }).check(_length(2, { error: TWO_BATCHES })))
};
var TRAINING_KEYS = {
  model: anything,
  input,
  target: optional(TARGET),
  loss: anything,
  optimizer: anything,
  batch_size: count,
  evaluation: optional(strictMap({ batch_size: count }, "{batch_size}")),
  data: optional(data),
  ...RUN_KEYS,
  ...RECIPE_KEYS,
  ...SHARED_KEYS
};
var TRAINING_NAME = /^[A-Za-z0-9](?:[\w.-]{0,63})$/;
var CONFIG_KEYS = {
  version: literal(1, { error: "1, the version of this format" }),
  ...SHARED_KEYS,
  trainings: record(string(), anything, { error: "a map of trainings by name" }).check(
    refine((map) => Object.keys(map).length > 0, { error: "at least one training" }),
    refine((map) => Object.keys(map).length <= 1e3, { error: "at most 1000 trainings" })
  )
};
var DEFAULTS = {
  device: "runner",
  budget: "90%",
  tolerance: "5%",
  steps: 8,
  warmup: 2,
  explain: false,
  environment: [],
  ...PLAIN_RECIPE
};
var CALLABLE = union([callable, call], {
  error: "module:callable, as torchvision.models:resnet50, or {callable, args}"
});
function strictMap(keys, wanted) {
  return strictObject(keys, {
    error: (issue) => issue.code === "unrecognized_keys" ? Object.keys(keys).join(", ") : wanted
  });
}

// src/config/arguments.ts
var dimension = whole(-8, 8, "the number of a dimension");
var AT_LEAST_ZERO = { error: "a number of at least 0" };
var atLeastZero = number2(AT_LEAST_ZERO).check(_gte(0, AT_LEAST_ZERO));
var SHARE = { error: "a number from 0 to 1" };
var share2 = number2(SHARE).check(_gte(0, SHARE), _lte(1, SHARE));
var number3 = number2({ error: "a number" });
var yes = _default(switched, true);
var no = _default(switched, false);
var placed = {
  device: _default(nullable(string()), null),
  dtype: _default(nullable(string()), null)
};
function isPlaced({ device: device2, dtype: dtype2 }) {
  return device2 !== null || dtype2 !== null;
}
function sizes(rank) {
  return perAxis(rank, count, `a whole number above 0, or [${AXES[rank].join(", ")}]`);
}
function paddings(rank) {
  return perAxis(
    rank,
    whole(0, 2 ** 31 - 1, "a whole number of at least 0"),
    `a whole number of at least 0, or [${AXES[rank].join(", ")}]`
  );
}
function perAxis(rank, one, error) {
  return union([one, array(one).check(_length(rank))], { error });
}
function each(value, rank) {
  return typeof value === "object" && value !== null ? value : Array.from({ length: rank }, () => value);
}

// src/config/signature.ts
function signature(keys, build, rest = {}) {
  const names2 = Object.keys(keys);
  const schema = strictMap(keys, `a map of ${names2.join(", ")}`);
  return {
    keys,
    positional: rest.positional ?? names2.length,
    bind(args) {
      const parsed = schema.safeParse(args);
      if (!parsed.success) return { kind: "issues", issues: parsed.error.issues };
      const [argument, message] = rest.clash?.(parsed.data) ?? [];
      if (argument !== void 0 && message !== void 0) return { kind: "clash", argument, message };
      const value = build(parsed.data);
      return value === void 0 ? { kind: "other" } : { kind: "bound", value };
    }
  };
}

// src/config/activation-signatures.ts
var ACTIVATION_SIGNATURES = {
  ReLU: inPlace("ReLU"),
  ReLU6: inPlace("ReLU6"),
  SiLU: inPlace("SiLU"),
  Mish: inPlace("Mish"),
  SELU: inPlace("SELU"),
  Hardswish: inPlace("Hardswish"),
  Hardsigmoid: inPlace("Hardsigmoid"),
  Sigmoid: plain("Sigmoid"),
  Tanh: plain("Tanh"),
  LogSigmoid: plain("LogSigmoid"),
  Softsign: plain("Softsign"),
  Tanhshrink: plain("Tanhshrink"),
  GELU: signature(
    { approximate: _default(_enum(["none", "tanh"], { error: "none or tanh" }), "none") },
    ({ approximate }) => ({ type: "GELU", approximate })
  ),
  // In place, a slope below 0 loses the sign of its input, and PyTorch refuses the backward pass.
  LeakyReLU: signature(
    { negative_slope: _default(number3, 0.01), inplace: no },
    (args) => args.inplace && args.negative_slope < 0 ? void 0 : { type: "LeakyReLU", ...args }
  ),
  ELU: exponential("ELU"),
  CELU: exponential("CELU"),
  Hardtanh: signature(
    {
      min_val: _default(number3, -1),
      max_val: _default(number3, 1),
      inplace: no,
      min_value: _default(nullable(number3), null),
      max_value: _default(nullable(number3), null)
    },
    ({ min_value, max_value, ...args }) => min_value === null && max_value === null ? { type: "Hardtanh", ...args } : void 0,
    {
      clash: ({ min_val, max_val, min_value, max_value }) => (max_value ?? max_val) > (min_value ?? min_val) ? void 0 : ["max_val", `expected more than min_val (${min_val}), found ${max_val}`]
    }
  ),
  Threshold: signature({ threshold: number3, value: number3, inplace: no }, (args) => ({ type: "Threshold", ...args })),
  Softplus: signature({ beta: _default(number3, 1), threshold: _default(number3, 20) }, (args) => ({
    type: "Softplus",
    ...args
  })),
  Softshrink: signature({ lambd: _default(atLeastZero, 0.5) }, ({ lambd }) => ({ type: "Softshrink", lambd })),
  Hardshrink: signature({ lambd: _default(number3, 0.5) }, ({ lambd }) => ({ type: "Hardshrink", lambd })),
  PReLU: signature(
    { num_parameters: _default(count, 1), init: _default(number3, 0.25), ...placed },
    ({ num_parameters, init, ...place }) => isPlaced(place) ? void 0 : { type: "PReLU", num_parameters, init }
  ),
  GLU: signature({ dim: _default(dimension, -1) }, ({ dim }) => ({ type: "GLU", dim })),
  Softmax: softmax("Softmax"),
  LogSoftmax: softmax("LogSoftmax")
};
function inPlace(type) {
  return signature({ inplace: no }, ({ inplace }) => ({ type, inplace }));
}
function plain(type) {
  return signature({}, () => ({ type }));
}
function exponential(type) {
  return signature(
    { alpha: _default(number3, 1), inplace: no },
    (args) => args.inplace && args.alpha < 0 ? void 0 : { type, ...args },
    {
      clash: ({ alpha }) => type === "CELU" && alpha === 0 ? ["alpha", "expected a number other than 0, found 0"] : void 0
    }
  );
}
function softmax(type) {
  return signature(
    { dim: _default(nullable(dimension), null) },
    ({ dim }) => dim === null ? void 0 : { type, dim }
  );
}

// src/config/convolution-signatures.ts
var paddingMode = _default(
  _enum(["zeros", "reflect", "replicate", "circular"], { error: "zeros, reflect, replicate or circular" }),
  "zeros"
);
var CONVOLUTION_SIGNATURES = {
  Conv1d: convolution("Conv1d"),
  Conv2d: convolution("Conv2d"),
  Conv3d: convolution("Conv3d"),
  ConvTranspose1d: transposed("ConvTranspose1d"),
  ConvTranspose2d: transposed("ConvTranspose2d"),
  ConvTranspose3d: transposed("ConvTranspose3d")
};
function convolution(type) {
  const rank = rankOf(type);
  const keys = {
    in_channels: count,
    out_channels: count,
    kernel_size: sizes(rank),
    stride: _default(sizes(rank), 1),
    padding: _default(
      union([paddings(rank), _enum(["same", "valid"])], {
        error: `a whole number of at least 0, [${AXES[rank].join(", ")}], same or valid`
      }),
      0
    ),
    dilation: _default(sizes(rank), 1),
    groups: _default(count, 1),
    bias: yes,
    padding_mode: paddingMode,
    ...placed
  };
  return signature(
    keys,
    ({ padding_mode, device: device2, dtype: dtype2, ...args }) => {
      const kernel_size = each(args.kernel_size, rank);
      const [stride, dilation] = [each(args.stride, rank), each(args.dilation, rank)];
      const padding2 = paddingNumbers(args.padding, kernel_size, dilation, rank);
      if (padding_mode !== "zeros" || isPlaced({ device: device2, dtype: dtype2 }) || padding2 === void 0) return void 0;
      return { type, ...args, kernel_size, stride, dilation, padding: padding2 };
    },
    {
      clash: (args) => args.padding === "same" && each(args.stride, rank).some((step) => step !== 1) ? ["padding", 'expected numbers: PyTorch takes "same" with a stride of 1 only'] : groupsClash(args)
    }
  );
}
function transposed(type) {
  const rank = rankOf(type);
  const keys = {
    in_channels: count,
    out_channels: count,
    kernel_size: sizes(rank),
    stride: _default(sizes(rank), 1),
    padding: _default(paddings(rank), 0),
    output_padding: _default(paddings(rank), 0),
    groups: _default(count, 1),
    bias: yes,
    dilation: _default(sizes(rank), 1),
    padding_mode: paddingMode,
    ...placed
  };
  return signature(
    keys,
    ({ padding_mode, device: device2, dtype: dtype2, ...args }) => {
      if (padding_mode !== "zeros" || isPlaced({ device: device2, dtype: dtype2 })) return void 0;
      const [kernel_size, stride] = [each(args.kernel_size, rank), each(args.stride, rank)];
      const [padding2, output_padding] = [each(args.padding, rank), each(args.output_padding, rank)];
      const dilation = each(args.dilation, rank);
      return { type, ...args, kernel_size, stride, padding: padding2, output_padding, dilation };
    },
    {
      clash(args) {
        if (args.padding_mode !== "zeros") {
          return ["padding_mode", `expected zeros, the only one that ${type} takes, found ${args.padding_mode}`];
        }
        const [stride, dilation] = [each(args.stride, rank), each(args.dilation, rank)];
        const most = stride.map((step, axis) => Math.max(step, dilation[axis] ?? 1) - 1);
        const extra = each(args.output_padding, rank);
        if (extra.every((more, axis) => more <= (most[axis] ?? 0))) return groupsClash(args);
        return ["output_padding", `expected less than stride or dilation, found ${extra.join(" \xD7 ")}`];
      }
    }
  );
}
function groupsClash({ in_channels, out_channels, groups }) {
  if (in_channels % groups === 0 && out_channels % groups === 0) return void 0;
  const channels = `in_channels (${in_channels}) and out_channels (${out_channels})`;
  return ["groups", `expected a divisor of ${channels}, found ${groups}`];
}
function paddingNumbers(written, kernel, dilation, rank) {
  if (written === "valid") return each(0, rank);
  if (written !== "same") return each(written, rank);
  const whole2 = kernel.map((size2, axis) => (dilation[axis] ?? 1) * (size2 - 1));
  return whole2.every((both) => both % 2 === 0) ? whole2.map((both) => both / 2) : void 0;
}

// src/config/normalization-signatures.ts
var normalizedShape = pipe(
  union([count, array(count).check(_minLength(1), _maxLength(8))], {
    error: "a whole number above 0, or a list of them"
  }),
  transform((shape2) => typeof shape2 === "number" ? [shape2] : shape2)
);
var statistics = { num_features: count, eps: _default(atLeastZero, 1e-5) };
var NORMALIZATION_SIGNATURES = {
  BatchNorm1d: batchNorm("BatchNorm1d"),
  BatchNorm2d: batchNorm("BatchNorm2d"),
  BatchNorm3d: batchNorm("BatchNorm3d"),
  InstanceNorm1d: instanceNorm("InstanceNorm1d"),
  InstanceNorm2d: instanceNorm("InstanceNorm2d"),
  InstanceNorm3d: instanceNorm("InstanceNorm3d"),
  GroupNorm: signature(
    { num_groups: count, num_channels: count, eps: _default(atLeastZero, 1e-5), affine: yes, ...placed, bias: yes },
    ({ device: device2, dtype: dtype2, bias, ...known }) => isPlaced({ device: device2, dtype: dtype2 }) || !bias ? void 0 : { type: "GroupNorm", ...known },
    {
      positional: 6,
      clash: ({ num_groups, num_channels }) => num_channels % num_groups === 0 ? void 0 : ["num_channels", `expected a multiple of num_groups (${num_groups}), found ${num_channels}`]
    }
  ),
  LayerNorm: signature(
    {
      normalized_shape: normalizedShape,
      eps: _default(atLeastZero, 1e-5),
      elementwise_affine: yes,
      bias: yes,
      ...placed
    },
    ({ device: device2, dtype: dtype2, ...known }) => isPlaced({ device: device2, dtype: dtype2 }) ? void 0 : { type: "LayerNorm", ...known }
  ),
  RMSNorm: signature(
    {
      normalized_shape: normalizedShape,
      eps: _default(nullable(atLeastZero), null),
      elementwise_affine: yes,
      ...placed
    },
    ({ device: device2, dtype: dtype2, ...known }) => isPlaced({ device: device2, dtype: dtype2 }) ? void 0 : { type: "RMSNorm", ...known }
  )
};
function batchNorm(type) {
  return signature(
    {
      ...statistics,
      momentum: _default(nullable(number2({ error: "a number or null" })), 0.1),
      affine: yes,
      track_running_stats: yes,
      ...placed,
      bias: yes
    },
    ({ device: device2, dtype: dtype2, bias, ...known }) => isPlaced({ device: device2, dtype: dtype2 }) || !bias ? void 0 : { type, ...known },
    { positional: 7 }
  );
}
function instanceNorm(type) {
  return signature(
    {
      ...statistics,
      momentum: _default(number3, 0.1),
      affine: no,
      track_running_stats: no,
      ...placed,
      bias: yes
    },
    ({ device: device2, dtype: dtype2, bias, ...known }) => isPlaced({ device: device2, dtype: dtype2 }) || !bias ? void 0 : { type, ...known },
    { positional: 7 }
  );
}

// src/config/pooling-signatures.ts
var POOLING_SIGNATURES = {
  MaxPool1d: maxPool("MaxPool1d"),
  MaxPool2d: maxPool("MaxPool2d"),
  MaxPool3d: maxPool("MaxPool3d"),
  AvgPool1d: avgPool("AvgPool1d"),
  AvgPool2d: avgPool("AvgPool2d"),
  AvgPool3d: avgPool("AvgPool3d"),
  AdaptiveAvgPool1d: signature({ output_size: outputSize(1) }, ({ output_size }) => ({
    type: "AdaptiveAvgPool1d",
    output_size: each(output_size, 1)
  })),
  AdaptiveAvgPool2d: signature({ output_size: outputSize(2) }, ({ output_size }) => ({
    type: "AdaptiveAvgPool2d",
    output_size: each(output_size, 2)
  })),
  AdaptiveAvgPool3d: signature({ output_size: outputSize(3) }, ({ output_size }) => ({
    type: "AdaptiveAvgPool3d",
    output_size: each(output_size, 3)
  })),
  AdaptiveMaxPool1d: adaptiveMaxPool("AdaptiveMaxPool1d"),
  AdaptiveMaxPool2d: adaptiveMaxPool("AdaptiveMaxPool2d")
};
function outputSize(rank) {
  const axes = AXES[rank].join(", ");
  if (rank === 1) return union([count, array(count).check(_length(1))], { error: "a whole number above 0" });
  return union([count, array(nullable(count)).check(_length(rank))], {
    error: `a whole number above 0, or [${axes}], where null keeps the input's`
  });
}
function maxPool(type) {
  const rank = rankOf(type);
  return signature(
    {
      kernel_size: sizes(rank),
      stride: _default(nullable(sizes(rank)), null),
      padding: _default(paddings(rank), 0),
      dilation: _default(sizes(rank), 1),
      return_indices: no,
      ceil_mode: no
    },
    ({ return_indices, ceil_mode, ...args }) => return_indices ? void 0 : { type, ...windowOf(args, rank), dilation: each(args.dilation, rank), ceil_mode },
    { clash: (args) => paddingClash(args, rank) }
  );
}
function avgPool(type) {
  const rank = rankOf(type);
  return signature(
    {
      kernel_size: sizes(rank),
      stride: _default(nullable(sizes(rank)), null),
      padding: _default(paddings(rank), 0),
      ceil_mode: no,
      count_include_pad: yes,
      ...rank > 1 && { divisor_override: _default(nullable(number3), null) }
    },
    ({ divisor_override = null, ceil_mode, count_include_pad, ...args }) => divisor_override === null ? { type, ...windowOf(args, rank), ceil_mode, count_include_pad } : void 0,
    { clash: (args) => paddingClash(args, rank) }
  );
}
function adaptiveMaxPool(type) {
  const rank = rankOf(type);
  return signature(
    { output_size: outputSize(rank), return_indices: no },
    ({ output_size, return_indices }) => return_indices ? void 0 : { type, output_size: each(output_size, rank) }
  );
}
function windowOf({ kernel_size: kernel, stride, padding: padding2 }, rank) {
  const kernel_size = each(kernel, rank);
  return { kernel_size, stride: stride === null ? kernel_size : each(stride, rank), padding: each(padding2, rank) };
}
function paddingClash(window, rank) {
  const { kernel_size, padding: padding2 } = windowOf(window, rank);
  if (padding2.every((pad, axis) => pad <= Math.floor((kernel_size[axis] ?? 0) / 2))) return void 0;
  const found = padding2.join(" \xD7 ");
  return ["padding", `expected at most half of kernel_size (${kernel_size.join(" \xD7 ")}), found ${found}`];
}

// src/config/rearrangement-signatures.ts
var ABOVE_0 = { error: "a number above 0" };
var factor = number2(ABOVE_0).check(_gt(0, ABOVE_0));
var MOST = 2 ** 31 - 1;
var REARRANGEMENT_SIGNATURES = {
  Identity: {
    keys: {},
    positional: Infinity,
    bind: () => ({ kind: "bound", value: { type: "Identity" } })
    // it takes any arguments and uses none
  },
  Flatten: signature({ start_dim: _default(dimension, 1), end_dim: _default(dimension, -1) }, (dims) => ({
    type: "Flatten",
    ...dims
  })),
  Unflatten: signature(
    {
      dim: dimension,
      unflattened_size: array(whole(-1, MOST, "a whole number above 0, or -1 once"), { error: "a list of whole numbers" }).check(_minLength(1, { error: "at least one dimension" }), _maxLength(8, { error: "at most 8 dimensions" }))
    },
    (args) => ({ type: "Unflatten", ...args }),
    {
      clash: ({ unflattened_size: sizes2 }) => sizes2.includes(0) || sizes2.filter((size2) => size2 === -1).length > 1 ? ["unflattened_size", `expected whole numbers above 0 and at most one -1, found ${sizes2.join(", ")}`] : void 0
    }
  ),
  PixelShuffle: signature({ upscale_factor: count }, (args) => ({ type: "PixelShuffle", ...args })),
  PixelUnshuffle: signature({ downscale_factor: count }, (args) => ({ type: "PixelUnshuffle", ...args })),
  Upsample: upsample(),
  ZeroPad1d: padding("ZeroPad1d"),
  ZeroPad2d: padding("ZeroPad2d"),
  ZeroPad3d: padding("ZeroPad3d"),
  ReflectionPad1d: padding("ReflectionPad1d"),
  ReflectionPad2d: padding("ReflectionPad2d"),
  ReflectionPad3d: padding("ReflectionPad3d"),
  ReplicationPad1d: padding("ReplicationPad1d"),
  ReplicationPad2d: padding("ReplicationPad2d"),
  ReplicationPad3d: padding("ReplicationPad3d")
};
function upsample() {
  const list = (one) => array(one).check(_minLength(1), _maxLength(3));
  return signature(
    {
      size: _default(
        nullable(union([count, list(count)], { error: "a whole number above 0, or a list" })),
        null
      ),
      scale_factor: _default(
        nullable(union([factor, list(factor)], { error: "a number above 0, or a list" })),
        null
      ),
      mode: _default(
        _enum([...UPSAMPLING_MODES, "area"], { error: `${UPSAMPLING_MODES.join(", ")} or area` }),
        "nearest"
      ),
      align_corners: _default(nullable(switched), null),
      recompute_scale_factor: _default(nullable(switched), null)
    },
    ({ mode, recompute_scale_factor, ...args }) => mode === "area" || recompute_scale_factor === true ? void 0 : { type: "Upsample", mode, ...args },
    { clash: upsampleClash }
  );
}
function upsampleClash(args) {
  if (args.size === null === (args.scale_factor === null)) {
    const found = args.size === null ? "neither" : "both";
    return ["size", `expected one of size and scale_factor, found ${found}`];
  }
  if (args.align_corners === null || args.mode.includes("linear") || args.mode === "bicubic") return void 0;
  return ["align_corners", `expected null with ${args.mode}, found ${args.align_corners}`];
}
function padding(type) {
  const rank = rankOf(type);
  const least = type.startsWith("Zero") ? -MOST : 0;
  const one = whole(least, MOST, least < 0 ? "a whole number" : "a whole number of at least 0");
  const sides = 2 * rank;
  return signature(
    {
      padding: union([one, array(one).check(_length(sides))], {
        error: `a whole number, or ${sides} of them, before and after each axis, the last axis first`
      })
    },
    ({ padding: written }) => ({
      type,
      padding: typeof written === "number" ? Array.from({ length: sides }, () => written) : written
    })
  );
}

// src/config/layer-signatures.ts
var LAYER_SIGNATURES = {
  Linear: signature({ in_features: count, out_features: count, bias: yes, ...placed }, (args) => {
    const { in_features, out_features, bias } = args;
    return isPlaced(args) ? void 0 : { type: "Linear", in_features, out_features, bias };
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
  ...REARRANGEMENT_SIGNATURES
};
function dropout(type) {
  return signature({ p: _default(share2, 0.5), inplace: no }, (args) => ({ type, ...args }));
}
function embedding() {
  return signature(
    {
      num_embeddings: count,
      embedding_dim: count,
      padding_idx: _default(nullable(whole(-(2 ** 31), 2 ** 31 - 1, "a whole number or null")), null),
      max_norm: _default(nullable(number3), null),
      norm_type: _default(number3, 2),
      scale_grad_by_freq: no,
      sparse: no,
      ...placed
    },
    ({ num_embeddings, embedding_dim, padding_idx, max_norm, scale_grad_by_freq, sparse, device: device2, dtype: dtype2 }) => {
      const plain2 = max_norm === null && !scale_grad_by_freq && !sparse && !isPlaced({ device: device2, dtype: dtype2 });
      return plain2 ? { type: "Embedding", num_embeddings, embedding_dim, padding_idx } : void 0;
    },
    {
      positional: 7,
      clash({ num_embeddings, padding_idx }) {
        if (padding_idx === null || padding_idx >= -num_embeddings && padding_idx < num_embeddings) return void 0;
        return ["padding_idx", `expected a row of ${num_embeddings}, found ${padding_idx}`];
      }
    }
  );
}

// src/config/torch-names.ts
var TORCH_LAYERS = [
  "AdaptiveAvgPool1d",
  "AdaptiveAvgPool2d",
  "AdaptiveAvgPool3d",
  "AdaptiveLogSoftmaxWithLoss",
  "AdaptiveMaxPool1d",
  "AdaptiveMaxPool2d",
  "AdaptiveMaxPool3d",
  "AlphaDropout",
  "AvgPool1d",
  "AvgPool2d",
  "AvgPool3d",
  "BatchNorm1d",
  "BatchNorm2d",
  "BatchNorm3d",
  "Bilinear",
  "CELU",
  "ChannelShuffle",
  "CircularPad1d",
  "CircularPad2d",
  "CircularPad3d",
  "ConstantPad1d",
  "ConstantPad2d",
  "ConstantPad3d",
  "Conv1d",
  "Conv2d",
  "Conv3d",
  "ConvTranspose1d",
  "ConvTranspose2d",
  "ConvTranspose3d",
  "CosineSimilarity",
  "CrossMapLRN2d",
  "Dropout",
  "Dropout1d",
  "Dropout2d",
  "Dropout3d",
  "ELU",
  "Embedding",
  "EmbeddingBag",
  "FeatureAlphaDropout",
  "Flatten",
  "Fold",
  "FractionalMaxPool2d",
  "FractionalMaxPool3d",
  "GELU",
  "GLU",
  "GRU",
  "GRUCell",
  "GroupNorm",
  "Hardshrink",
  "Hardsigmoid",
  "Hardswish",
  "Hardtanh",
  "Identity",
  "InstanceNorm1d",
  "InstanceNorm2d",
  "InstanceNorm3d",
  "LPPool1d",
  "LPPool2d",
  "LPPool3d",
  "LSTM",
  "LSTMCell",
  "LayerNorm",
  "LazyBatchNorm1d",
  "LazyBatchNorm2d",
  "LazyBatchNorm3d",
  "LazyConv1d",
  "LazyConv2d",
  "LazyConv3d",
  "LazyConvTranspose1d",
  "LazyConvTranspose2d",
  "LazyConvTranspose3d",
  "LazyInstanceNorm1d",
  "LazyInstanceNorm2d",
  "LazyInstanceNorm3d",
  "LazyLinear",
  "LeakyReLU",
  "Linear",
  "LocalResponseNorm",
  "LogSigmoid",
  "LogSoftmax",
  "MaxPool1d",
  "MaxPool2d",
  "MaxPool3d",
  "MaxUnpool1d",
  "MaxUnpool2d",
  "MaxUnpool3d",
  "Mish",
  "MultiheadAttention",
  "PReLU",
  "PairwiseDistance",
  "PixelShuffle",
  "PixelUnshuffle",
  "RMSNorm",
  "RNN",
  "RNNCell",
  "RReLU",
  "ReLU",
  "ReLU6",
  "ReflectionPad1d",
  "ReflectionPad2d",
  "ReflectionPad3d",
  "ReplicationPad1d",
  "ReplicationPad2d",
  "ReplicationPad3d",
  "SELU",
  "Sequential",
  "SiLU",
  "Sigmoid",
  "Softmax",
  "Softmax2d",
  "Softmin",
  "Softplus",
  "Softshrink",
  "Softsign",
  "SyncBatchNorm",
  "Tanh",
  "Tanhshrink",
  "Threshold",
  "Transformer",
  "TransformerDecoder",
  "TransformerDecoderLayer",
  "TransformerEncoder",
  "TransformerEncoderLayer",
  "Unflatten",
  "Unfold",
  "Upsample",
  "UpsamplingBilinear2d",
  "UpsamplingNearest2d",
  "ZeroPad1d",
  "ZeroPad2d",
  "ZeroPad3d"
];
var TORCH_CONTAINERS = [
  "Container",
  "DataParallel",
  "Module",
  "ModuleDict",
  "ModuleList",
  "ParameterDict",
  "ParameterList",
  "RNNBase",
  "RNNCellBase"
];
var TORCH_LOSSES = [
  "BCELoss",
  "BCEWithLogitsLoss",
  "CTCLoss",
  "CosineEmbeddingLoss",
  "CrossEntropyLoss",
  "GaussianNLLLoss",
  "HingeEmbeddingLoss",
  "HuberLoss",
  "KLDivLoss",
  "L1Loss",
  "LinearCrossEntropyLoss",
  "MSELoss",
  "MarginRankingLoss",
  "MultiLabelMarginLoss",
  "MultiLabelSoftMarginLoss",
  "MultiMarginLoss",
  "NLLLoss",
  "NLLLoss2d",
  "PoissonNLLLoss",
  "SmoothL1Loss",
  "SoftMarginLoss",
  "TripletMarginLoss",
  "TripletMarginWithDistanceLoss"
];
var TORCH_OPTIMIZERS = [
  "ASGD",
  "Adadelta",
  "Adafactor",
  "Adagrad",
  "Adam",
  "AdamW",
  "Adamax",
  "LBFGS",
  "Muon",
  "NAdam",
  "RAdam",
  "RMSprop",
  "Rprop",
  "SGD",
  "SparseAdam"
];
var STEPPING_OPTIMIZERS = TORCH_OPTIMIZERS.filter((name) => name !== "LBFGS");

// src/config/training-signatures.ts
var NO_NUMBER = '"none" gives no single number to go backward from';
var reduction = _default(_enum(["mean", "sum"], { error: `mean or sum: ${NO_NUMBER}` }), "mean");
var legacy = _default(nullable(switched), null);
var off = _default(switched, false);
var atLeastZero2 = number2({ error: "a number of at least 0" }).check(_gte(0, { error: "a number of at least 0" }));
var ABOVE_02 = { error: "a number above 0" };
var SMOOTHING = { error: "a number from 0 to 1" };
var BETA = { error: "a number from 0 to below 1" };
var beta = number2(BETA).check(_gte(0, BETA), _lt(1, BETA));
var reduced = { size_average: legacy, reduce: legacy, reduction };
var weight = _default(nullable(array(number2())), null);
var ignore_index = _default(int({ error: "a whole number" }), -100);
var above02 = number2(ABOVE_02).check(_gt(0, ABOVE_02));
var LOSS_SIGNATURES = {
  CrossEntropyLoss: signature(
    {
      weight,
      size_average: legacy,
      ignore_index,
      reduce: legacy,
      reduction,
      label_smoothing: _default(number2(SMOOTHING).check(_gte(0, SMOOTHING), _lte(1, SMOOTHING)), 0)
    },
    ({ weight: weights, size_average, reduce, ...args }) => weights === null && isModern({ size_average, reduce }) ? { type: "CrossEntropyLoss", ...args } : void 0
  ),
  NLLLoss: signature(
    { weight, size_average: legacy, ignore_index, reduce: legacy, reduction },
    ({ weight: weights, size_average, reduce, ...args }) => weights === null && isModern({ size_average, reduce }) ? { type: "NLLLoss", ...args } : void 0
  ),
  MSELoss: plainLoss("MSELoss"),
  L1Loss: plainLoss("L1Loss"),
  SmoothL1Loss: signature(
    { ...reduced, beta: _default(atLeastZero2, 1) },
    ({ size_average, reduce, ...args }) => isModern({ size_average, reduce }) ? { type: "SmoothL1Loss", ...args } : void 0
  ),
  HuberLoss: signature({ reduction, delta: _default(above02, 1) }, (args) => ({ type: "HuberLoss", ...args })),
  BCELoss: signature(
    { weight, ...reduced },
    (args) => args.weight === null && isModern(args) ? { type: "BCELoss", reduction: args.reduction } : void 0
  ),
  BCEWithLogitsLoss: signature(
    { weight, ...reduced, pos_weight: weight },
    (args) => args.weight === null && args.pos_weight === null && isModern(args) ? { type: "BCEWithLogitsLoss", reduction: args.reduction } : void 0
  ),
  KLDivLoss: signature(
    {
      ...reduced,
      reduction: _default(
        _enum(["mean", "sum", "batchmean"], { error: `mean, sum or batchmean: ${NO_NUMBER}` }),
        "mean"
      ),
      log_target: off
    },
    ({ size_average, reduce, ...args }) => isModern({ size_average, reduce }) ? { type: "KLDivLoss", ...args } : void 0
  )
};
function plainLoss(type) {
  return signature(reduced, (args) => isModern(args) ? { type, reduction: args.reduction } : void 0);
}
function isModern({ size_average, reduce }) {
  return size_average === null && reduce === null;
}
var special = { differentiable: off, capturable: off };
var common = { maximize: off, foreach: legacy, fused: legacy, differentiable: off };
var number4 = number2({ error: "a number" });
var lr = (standard) => _default(atLeastZero2, standard);
var eps = (standard) => _default(atLeastZero2, standard);
var weight_decay = (standard) => _default(atLeastZero2, standard);
var betas = _default(tuple([beta, beta], { error: "[beta1, beta2], each from 0 to below 1" }), [0.9, 0.999]);
var share3 = number2(SMOOTHING).check(_gte(0, SMOOTHING), _lte(1, SMOOTHING));
var OPTIMIZER_SIGNATURES = {
  SGD: signature(
    {
      lr: lr(1e-3),
      momentum: _default(atLeastZero2, 0),
      dampening: _default(number4, 0),
      weight_decay: weight_decay(0),
      nesterov: off,
      ...common
    },
    ({ differentiable, ...args }) => differentiable ? void 0 : { type: "SGD", ...args },
    {
      positional: 5,
      clash({ nesterov, momentum, dampening, ...args }) {
        if (!nesterov || momentum > 0 && dampening === 0) return implementationClash(args);
        return ["nesterov", `expected momentum above 0 and dampening 0 with it, found ${momentum} and ${dampening}`];
      }
    }
  ),
  Adam: adam("Adam", 0),
  AdamW: adam("AdamW", 0.01),
  RMSprop: signature(
    {
      lr: lr(0.01),
      alpha: _default(atLeastZero2, 0.99),
      eps: eps(1e-8),
      weight_decay: weight_decay(0),
      momentum: _default(atLeastZero2, 0),
      centered: off,
      capturable: off,
      foreach: legacy,
      maximize: off,
      differentiable: off
    },
    ({ capturable, differentiable, ...args }) => capturable || differentiable ? void 0 : { type: "RMSprop", ...args }
  ),
  Adagrad: signature(
    {
      lr: lr(0.01),
      lr_decay: _default(atLeastZero2, 0),
      weight_decay: weight_decay(0),
      initial_accumulator_value: _default(atLeastZero2, 0),
      eps: eps(1e-10),
      foreach: legacy,
      maximize: off,
      differentiable: off,
      fused: legacy
    },
    ({ differentiable, ...args }) => differentiable ? void 0 : { type: "Adagrad", ...args },
    { positional: 6, clash: implementationClash }
  ),
  Adadelta: signature(
    {
      lr: lr(1),
      rho: _default(share3, 0.9),
      eps: eps(1e-6),
      weight_decay: weight_decay(0),
      foreach: legacy,
      maximize: off,
      ...special
    },
    ({ capturable, differentiable, ...args }) => capturable || differentiable ? void 0 : { type: "Adadelta", ...args },
    { positional: 5 }
  ),
  Adamax: signature(
    {
      lr: lr(2e-3),
      betas,
      eps: eps(1e-8),
      weight_decay: weight_decay(0),
      foreach: legacy,
      maximize: off,
      ...special
    },
    ({ capturable, differentiable, ...args }) => capturable || differentiable ? void 0 : { type: "Adamax", ...args },
    { positional: 5 }
  ),
  NAdam: signature(
    {
      lr: lr(2e-3),
      betas,
      eps: eps(1e-8),
      weight_decay: weight_decay(0),
      momentum_decay: _default(atLeastZero2, 4e-3),
      decoupled_weight_decay: off,
      foreach: legacy,
      maximize: off,
      ...special
    },
    ({ capturable, differentiable, ...args }) => capturable || differentiable ? void 0 : { type: "NAdam", ...args },
    { positional: 6 }
  ),
  RAdam: signature(
    {
      lr: lr(1e-3),
      betas,
      eps: eps(1e-8),
      weight_decay: weight_decay(0),
      decoupled_weight_decay: off,
      foreach: legacy,
      maximize: off,
      ...special
    },
    ({ capturable, differentiable, ...args }) => capturable || differentiable ? void 0 : { type: "RAdam", ...args },
    { positional: 5 }
  )
};
function adam(type, decay) {
  const keys = {
    lr: lr(1e-3),
    betas,
    eps: eps(1e-8),
    weight_decay: weight_decay(decay),
    amsgrad: off,
    ...common,
    capturable: off,
    ...type === "Adam" && { decoupled_weight_decay: off }
  };
  return signature(
    keys,
    ({ differentiable, capturable, decoupled_weight_decay: decoupled, ...args }) => differentiable || capturable || decoupled === true ? void 0 : { type, ...args },
    { positional: 5, clash: implementationClash }
  );
}
function implementationClash(args) {
  if (args.foreach !== true || args.fused !== true) return void 0;
  return ["fused", "expected one of foreach and fused to be true, found both"];
}

export {
  toJSONSchema,
  INPUT_TENSOR,
  NAMED_TENSOR,
  INPUT_NAME,
  TARGET,
  CustomDevice,
  SHARED_KEYS,
  RECIPE_KEYS,
  RUN_KEYS,
  TRAINING_KEYS,
  TRAINING_NAME,
  CONFIG_KEYS,
  DEFAULTS,
  CALLABLE,
  LAYER_SIGNATURES,
  TORCH_LAYERS,
  TORCH_CONTAINERS,
  TORCH_LOSSES,
  TORCH_OPTIMIZERS,
  STEPPING_OPTIMIZERS,
  LOSS_SIGNATURES,
  OPTIMIZER_SIGNATURES
};
