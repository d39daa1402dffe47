/**
 * Seeded rows as the Hub's API gives them, with its skew: downloads and owners by a power law, real mixes of licenses,
 * tasks and cohorts. Only exact arithmetic (no logarithms, no powers), so that every machine writes the same bytes.
 */

const CAPTURED = Date.UTC(2026, 3, 29, 6);
const FLOOR = Date.UTC(2022, 2, 2, 23, 29, 4);
const DAY = 86_400_000;
const LEADING = [
  "Qwen", "google", "sentence-transformers", "openai", "meta-llama", "BAAI", "microsoft", "nvidia", "facebook",
  "deepseek-ai", "mistralai", "unsloth", "timm", "lmstudio-community", "Xenova", "intfloat", "openai-community",
];
const LICENSES = [
  ["apache-2.0", 490], ["mit", 190], [null, 115], ["other", 80], ["llama3.1", 20], ["gemma", 18], ["cc-by-nc-4.0", 18],
  ["llama3.2", 12], ["cc-by-4.0", 12], ["openrail", 8], ["creativeml-openrail-m", 7], ["bsd-3-clause", 6], ["gpl-3.0", 5],
  ["cc-by-nc-sa-4.0", 5], ["llama2", 4], ["cc-by-sa-4.0", 4], ["unknown", 3], ["cc0-1.0", 2], ["agpl-3.0", 2],
  ["vendor-community-license", 1],
];
const TASKS = [
  ["text-generation", 222], [null, 120], ["image-text-to-text", 118], ["sentence-similarity", 76], ["feature-extraction", 65],
  ["automatic-speech-recognition", 55], ["image-classification", 49], ["fill-mask", 45], ["text-classification", 44],
  ["token-classification", 22], ["text-to-image", 22], ["text-ranking", 20], ["zero-shot-image-classification", 18],
  ["translation", 15], ["object-detection", 14], ["text-to-speech", 14], ["image-segmentation", 12],
  ["image-feature-extraction", 12], ["time-series-forecasting", 10], ["question-answering", 8], ["summarization", 7],
  ["text-to-video", 6], ["audio-classification", 6], ["reinforcement-learning", 5], ["robotics", 5], ["any-to-any", 4],
  ["text2text-generation", 4], ["tabular-classification", 2], ["graph-ml", 1], ["ocr-custom", 1],
];
const LIBRARIES = [
  ["transformers", 560], [null, 150], ["sentence-transformers", 90], ["diffusers", 60], ["gguf", 40], ["timm", 35],
  ["peft", 25], ["mlx", 20], ["transformers.js", 12], ["pyannote-audio", 4], ["nemo", 4],
];
const FAMILIES = [
  ["Qwen3", "qwen3"], ["Qwen2.5", "qwen2"], ["Llama-3.1", "llama"], ["gemma-3", "gemma3"], ["Mistral", "mistral"],
  ["bert-base", "bert"], ["whisper", "whisper"], ["DeepSeek-R1-Distill", "qwen2"], ["bge", "xlm-roberta"], ["clip-vit", "clip"],
  ["stable-diffusion", "unet"], ["wav2vec2", "wav2vec2"], ["phi-4", "phi3"], ["MiniLM", "bert"], ["opt", "opt"],
];
const SIZES = [
  [null, 620], ["0.6B", 20], ["125m", 10], ["560M", 8], ["1.5B", 28], ["1b", 22], ["3B", 26], ["4B", 24], ["7B", 70], ["7b1", 3],
  ["8B", 62], ["8x7B", 6], ["9b", 14], ["13b", 12], ["14B", 26], ["27b", 18], ["30B-A3B", 20], ["32B", 30], ["70B", 14], ["72B", 8],
  ["235B-A22B", 4], ["E4B", 4], ["1p7b", 2], ["2.4T-A95B", 1],
];
const VARIANTS = ["base", "Instruct", "GGUF", "4bit", "AWQ", "it", "chat", "v1.5", "FP8", "uncased", "distilled", "W4A16"];
const LANGUAGES = ["en", "zh", "fr", "de", "es", "ja", "ko", "pt", "it", "ru", "ar", "hi", "multilingual", "yue", "mlx", "EN"];
const DATASETS = ["s2orc", "allenai/c4", "HuggingFaceFW/fineweb", "mozilla-foundation/common_voice_13_0", "imagenet-1k"];
const CATEGORIES = ["text-generation", "question-answering", "robotics", "image-classification", "other", "text-classification"];
const FLAGS = ["endpoints_compatible", "text-generation-inference", "autotrain_compatible", "conversational", "custom_code"];
const DTYPES = ["BF16", "F16", "F32"];
const YEARS = [[0, 100], [2022, 150], [2023, 130], [2024, 225], [2025, 235], [2026, 160]];

/** Rows as objects. `owners` are names of real owners; `faults` adds odd rows after every fiftieth. */
export function* makeRows({ rows, seed, shape, faults, owners }) {
  const random = mulberry32(seed);
  const names = ownerNames(owners);
  const ids = [];
  for (let rank = 1; rank <= rows; rank += 1) {
    const row = makeRow(random, rank, rows, names, shape, ids);
    ids.push(row.id);
    yield row;
    if (faults && rank % 50 === 0) yield FAULTS[(rank / 50) % FAULTS.length](row);
  }
}

const FAULTS = [
  (row) => ({ ...row, downloads: row.downloads + 1 }),
  (row) => ({ ...row, downloads: 0 }),
  (row) => ({ ...odd(row, "removed"), removed: true }),
  (row) => ({ ...odd(row, "private"), private: true }),
  (row) => ({ ...odd(row, "string"), downloads: String(row.downloads) }),
  ({ id, modelId, ...row }) => ({ ...row, _id: reversed(row._id) }),
  ({ modelId, ...row }) => ({ ...row, _id: reversed(row._id), id: row.downloads }),
  (row) => ({ ...odd(row, "undated"), createdAt: "spring 2024" }),
  (row) => ({ ...odd(row, "future"), createdAt: "2199-01-01T00:00:00.000Z", lastModified: "2025-02-30" }),
];

function odd(row, name) {
  return { ...row, _id: reversed(row._id), id: `${row.id}-${name}` };
}

function reversed(text) {
  return [...text].reverse().join("");
}

/** mulberry32 (Tommy Ettinger, public domain): 32 random bits a call. */
function mulberry32(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return (bits ^ (bits >>> 14)) >>> 0;
  };
}

function below(random, n) {
  return Math.floor((random() / 0x1_0000_0000) * n);
}

function weighted(random, table) {
  let left = below(random, table.reduce((total, [, weight]) => total + weight, 0));
  return table.find(([, weight]) => (left -= weight) < 0)[0];
}

function some(random, list, most) {
  const first = below(random, list.length);
  return Array.from({ length: below(random, most + 1) }, (_, i) => list[(first + i) % list.length]);
}

/** A rank from 1 to `most`, each doubling of the rank as likely as the one before. */
function zipf(random, most) {
  const level = 2 ** below(random, 32 - Math.clz32(most - 1));
  return 1 + ((level + below(random, level) - 1) % most);
}

function ownerNames(owners) {
  const rest = owners.filter((name) => !LEADING.includes(name));
  const mixed = rest.filter((_, i) => i % 3 === 0).concat(rest.filter((_, i) => i % 3 !== 0));
  const real = [...LEADING, ...mixed];
  return (rank) => (rank <= real.length && rank % 4 !== 3 ? real[rank - 1] : `invented-lab-${rank}`);
}

/** Fits the top of the Hub of 2026: 2.4e8 at rank 1, 8e5 about rank 500, then a steeper tail. */
function downloadsAt(random, rank) {
  const root = Math.sqrt(Math.sqrt(Math.sqrt(rank)));
  const level = (2.4e8 * root) / rank / (1 + rank / 4000);
  return Math.floor((level * (70 + below(random, 61))) / 100);
}

function makeRow(random, rank, rows, names, shape, earlier) {
  const owner = names(zipf(random, rank <= 50 ? LEADING.length : Math.max(500, Math.floor(rows / 8))));
  const [family, type] = FAMILIES[below(random, FAMILIES.length)];
  const size = weighted(random, SIZES);
  const id = `${owner}/${[family, size, VARIANTS[below(random, VARIANTS.length)], `r${rank}`].filter(Boolean).join("-")}`;
  const created = creation(random);
  const modified = created + below(random, Math.max(1, Math.floor((CAPTURED - created) / 1000))) * 1000;
  const downloads = downloadsAt(random, rank);
  const traits = {
    task: weighted(random, TASKS), library: weighted(random, LIBRARIES), type, size, family,
    base: below(random, 4) === 0 ? baseOf(random, family, earlier) : null,
    relation: ["finetune", "quantized", "adapter", "merge"][below(random, 4)],
  };
  const common = {
    _id: objectId(random, created, rank), id, author: owner, gated: gating(random), lastModified: iso(modified),
    likes: Math.floor(downloads / (2000 + below(random, 60_000))) + below(random, 30),
    trendingScore: below(random, 5) === 0 ? below(random, 120) : 0, downloads, tags: tags(random, traits),
    pipeline_tag: traits.task ?? undefined, library_name: traits.library ?? undefined,
    createdAt: below(random, 500) === 0 ? undefined : iso(created),
  };
  if (shape === "datasets") return datasetShape(random, common);
  if (shape === "spaces") return spaceShape(random, common);
  return shape === "expand" ? expandShape(random, common, traits) : fullShape(random, common, traits);
}

/** A model that is not here, one that is, or what is no id. */
function baseOf(random, family, earlier) {
  const roll = below(random, 20);
  if (roll === 0) return ["gpt2", "/cache/models/tuned", "./out", "a/b/c"][below(random, 4)];
  if (roll < 12 && earlier.length > 0) return earlier[below(random, earlier.length)];
  return `${LEADING[below(random, LEADING.length)]}/${family}-base`;
}

function creation(random) {
  const year = weighted(random, YEARS);
  if (year === 0) return FLOOR + below(random, 2) * 1000;
  const begin = year === 2022 ? Date.UTC(2022, 2, 4) : Date.UTC(year, 0, 1);
  const end = Math.min(Date.UTC(year + 1, 0, 1), CAPTURED - DAY);
  return begin + below(random, Math.floor((end - begin) / 1000)) * 1000;
}

function iso(time) {
  return new Date(time).toISOString();
}

/**
 * An `_id` begins with the second of `createdAt`. Models from before records began were given theirs by one process that
 * counted them (621ffdc0 36468d709f 17434d is gpt2); of later ones no two that were seen share a process, so that each
 * has its own here: it is the most that they can say.
 */
function objectId(random, created, rank) {
  const own = hex(random) + hex(random);
  const begin = Math.floor(created / 1000).toString(16).padStart(8, "0");
  return begin + (created < FLOOR + DAY ? "36468d709f" + (0x174328 + rank).toString(16) : own);
}

function hex(random) {
  return random().toString(16).padStart(8, "0");
}

function gating(random) {
  const roll = below(random, 100);
  return roll === 0 ? "manual" : roll < 4 ? "auto" : false;
}

function tags(random, { task, library, type, base, relation }) {
  const license = weighted(random, LICENSES);
  return [
    ...(library ? [library] : []), ...some(random, ["pytorch", "safetensors", "onnx", "gguf", "tf", "4-bit", "fp8"], 4), type,
    ...(task ? [task] : []), ...some(random, FLAGS, 4), ...some(random, LANGUAGES, 6),
    ...some(random, DATASETS, 2).map((name) => `dataset:${name}`),
    ...some(random, [2101, 2307, 2412, 2505], 2).map((month) => `arxiv:${month}.${String(10_000 + below(random, 9000))}`),
    ...(base ? [`base_model:${base}`, `base_model:${relation}:${base}`] : []),
    ...(license ? [`license:${license}`] : []), ...(license && below(random, 200) === 0 ? ["license:cc-by-4.0"] : []),
    ...(below(random, 3) === 0 ? ["deploy:azure"] : []), below(random, 50) === 0 ? "region:eu" : "region:us",
  ];
}

function fullShape(random, row, { size }) {
  const { _id, id, author, gated, lastModified, likes, trendingScore, downloads, tags: all, ...rest } = row;
  return {
    _id, id, author, gated, lastModified, likes, trendingScore, private: false,
    sha: Array.from({ length: 5 }, () => hex(random)).join(""), downloads, tags: all, ...rest, modelId: id,
    siblings: files(random, size).map((rfilename) => ({ rfilename })),
  };
}

function datasetShape(random, { pipeline_tag, library_name, tags: all, ...row }) {
  const categories = [...some(random, CATEGORIES, 3).map((name) => `task_categories:${name}`)];
  const kinds = some(random, ["text", "image", "audio", "video"], 2).map((name) => `modality:${name}`);
  const robots = below(random, 15) === 0 ? [["LeRobot", "lerobot"][below(random, 2)]] : [];
  return { ...row, downloadsAllTime: row.downloads * 5, tags: [...categories, ...kinds, ...robots, "size_categories:1K<n<10K", "region:us"] };
}

function spaceShape(random, { pipeline_tag, library_name, downloads, gated, tags: all, ...row }) {
  const sdk = weighted(random, [["gradio", 69], ["docker", 17], ["static", 11], ["streamlit", 3], [undefined, 2]]);
  return { ...row, sdk, tags: [...(sdk ? [sdk] : []), "region:us"], likes: below(random, 20) === 0 ? null : row.likes };
}

function files(random, size) {
  const shards = size === null ? 1 : 2 + below(random, 15);
  const weights = Array.from({ length: shards }, (_, i) =>
    shards === 1 ? "model.safetensors" : `model-${five(i + 1)}-of-${five(shards)}.safetensors`);
  const extra = Array.from({ length: below(random, 26) }, (_, i) => `onnx/model_${["fp16", "int8", "q4", "uint8"][i % 4]}_${i}.onnx`);
  return [
    ".gitattributes", "README.md", "config.json", "generation_config.json", ...weights, ...extra,
    "special_tokens_map.json", "tokenizer.json", "tokenizer_config.json", "vocab.txt",
  ];
}

function five(number) {
  return String(number).padStart(5, "0");
}

function expandShape(random, row, { base, relation, size }) {
  const count = 20_000_000 + below(random, 2_000_000_000) * (size === null ? 1 : 16);
  const recorded = below(random, 10);
  return {
    ...row, downloadsAllTime: row.downloads * (3 + below(random, 20)),
    ...(recorded < 6 ? { safetensors: { parameters: { [DTYPES[below(random, 3)]]: count }, total: count } } : {}),
    ...(recorded === 6 ? { gguf: { total: count, architecture: "llama", context_length: 32_768 } } : {}),
    ...(below(random, 3) === 0 ? {} : { authorData: { type: row.author.length % 2 === 0 ? "user" : "org" } }),
    ...(base ? { baseModels: { relation, models: [{ _id: objectId(random, FLOOR + DAY), id: base }] } } : {}),
  };
}
