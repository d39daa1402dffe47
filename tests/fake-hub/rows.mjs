/**
 * Invented repositories in the shapes of the Hub: the same seed gives the same rows on every machine.
 * Names say that they are invented; values keep the Hub's oddities (the floor of creation dates, absent
 * fields, legacy tasks, several licenses).
 */

const OWNERS = ["Qwen", "google", "meta-llama", "openai", "sentence-transformers", "BAAI", "mistralai", "a-person"];
const TASKS = [
  ["text-generation", "transformers"], ["fill-mask", "transformers"], ["sentence-similarity", "sentence-transformers"],
  ["text-to-image", "diffusers"], ["automatic-speech-recognition", "transformers"], ["image-classification", "timm"],
  [undefined, undefined],
];
const LICENSES = [["apache-2.0"], ["mit"], ["llama3.1"], ["other"], ["apache-2.0", "mit"], []];
const SIZES = [undefined, 0.125, 0.5, 1.5, 3, 7, 8, 14, 32, 70];
const RELATIONS = ["finetune", "adapter", "quantized", "merge"];
const CATEGORIES = ["text-generation", "robotics", "question-answering", undefined];
const SDKS = ["gradio", "streamlit", "docker", "static"];
const FLOOR = "2022-03-02T23:29:04.000Z";
const BEGIN = Date.UTC(2022, 2, 3);
const END = Date.UTC(2026, 3, 1);

/** A small seeded generator (mulberry32), numbers from 0 to below 1. */
function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Rows with every field of the Hub's vocabulary that the kind has; absent fields are not there.
 * @param {"models" | "datasets" | "spaces"} kind
 * @param {number} count
 * @param {number} [seed]
 * @returns {Record<string, any>[]}
 */
export function invent(kind, count, seed = 1) {
  const next = random(seed + kind.length);
  const pick = (list) => list[Math.floor(next() * list.length)];
  const rows = [];
  for (let at = 0; at < count; at++) {
    rows.push(row(kind, at, next, pick, rows));
  }
  return rows;
}

function row(kind, at, next, pick, before) {
  const author = pick(OWNERS);
  const size = kind === "models" ? pick(SIZES) : undefined;
  const word = kind === "models" ? "sample" : `${kind.slice(0, -1)}-sample`;
  const declared = size === undefined ? "" : size < 1 ? `-${size * 1000}M` : `-${size}B`;
  const created = next() < 0.1 ? FLOOR : new Date(BEGIN + Math.floor(next() * (END - BEGIN))).toISOString();
  const modified = Math.max(Date.parse(created), BEGIN + Math.floor(next() * (END - BEGIN)));
  const common = {
    _id: (0x621ffdc0 + at).toString(16) + "0123456789abcdef",
    id: `${author}/${word}-${String(at + 1).padStart(4, "0")}${declared}`,
    author,
    createdAt: created,
    lastModified: new Date(modified).toISOString(),
    likes: Math.floor(20_000 / (at + 1) + next() * 50),
    private: false,
    sha: Array.from({ length: 40 }, () => Math.floor(next() * 16).toString(16)).join(""),
    siblings: [{ rfilename: ".gitattributes" }, { rfilename: "README.md" }],
    tags: pick(LICENSES).map((id) => `license:${id}`).concat("region:us"),
    trendingScore: next() < 0.7 ? 0 : Math.floor(next() * 300),
  };
  if (kind === "spaces") return { ...common, sdk: pick(SDKS), subdomain: common.id.toLowerCase().replace("/", "-") };
  const downloads = Math.floor(90_000_000 / (at + 1) ** 1.1);
  const counted = {
    ...common,
    downloads,
    downloadsAllTime: downloads * (1 + Math.floor(next() * 30)),
    gated: next() < 0.05 ? pick(["auto", "manual"]) : false,
  };
  return kind === "datasets" ? dataset(counted, pick) : model(counted, size, next, pick, before);
}

function dataset(counted, pick) {
  const category = pick(CATEGORIES);
  const tags = [...counted.tags, "size_categories:1K<n<10K", "modality:text", "format:parquet"];
  if (category) tags.push(`task_categories:${category}`);
  return { ...counted, tags, description: "An invented dataset.", cardData: { pretty_name: counted.id } };
}

function model(counted, size, next, pick, before) {
  const [task, library] = pick(TASKS);
  const tags = [...counted.tags, ...(library ? [library] : []), ...(task ? [task] : []), "en"];
  const full = { ...counted, tags, siblings: [...counted.siblings, { rfilename: "config.json" }], inferenceProviderMapping: [] };
  if (task) full.pipeline_tag = task;
  if (library) full.library_name = library;
  if (size !== undefined && next() < 0.8) {
    const total = Math.round(size * 1e9 * (0.95 + next() / 5));
    tags.push("safetensors");
    full.safetensors = { parameters: { BF16: total - 3840, F32: 3840 }, total };
  } else if (size !== undefined) {
    tags.push("gguf");
    full.gguf = { total: Math.round(size * 1e9), architecture: "llama", context_length: 32768, chat_template: "{{ x }}".repeat(300) };
  }
  if (before.length > 0 && next() < 0.3) {
    const [base, relation] = [pick(before), pick(RELATIONS)];
    full.baseModels = { relation, models: [{ _id: base._id, id: base.id }] };
    full.tags = [...tags, `base_model:${base.id}`, `base_model:${relation}:${base.id}`];
  }
  return full;
}
