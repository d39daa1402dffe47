/** Sections that rest on tags: file formats, architectures, languages, papers. */

import { byCount, byDownloads } from "./groups.mjs";
import { declaresExperts } from "./size.mjs";
import { add, share } from "./stats.mjs";

const FORMATS = [
  "safetensors", "gguf", "awq", "gptq", "exl2", "exl3", "mlx", "bitsandbytes", "fp8", "nvfp4", "onnx", "pytorch_only", "quantized",
];

export function formats({ basket, n, total, weightOf }) {
  const metrics = {};
  for (const format of FORMATS) {
    const found = basket.filter((repo) => repo.formats.has(format));
    metrics[`${format}_share`] = share(found.reduce((sum, repo) => add(sum, weightOf(repo)), 0), total);
    metrics[`${format}_count_share`] = share(found.length, n);
  }
  return { metrics };
}

const CLASSES = { encoder: "encoder", decoder: "decoder", "encoder-decoder": "encoder_decoder" };
const CLASS_OF_TASK = {
  "fill-mask": "encoder", "sentence-similarity": "encoder", "text-classification": "encoder", "token-classification": "encoder",
  "zero-shot-classification": "encoder", "text-generation": "decoder", translation: "encoder_decoder",
  summarization: "encoder_decoder", "text2text-generation": "encoder_decoder",
};

export function architectures({ basket, n, tables, weightOf }) {
  const hub = new Map(tables.tasks.map((row) => [row.task, row.hub]));
  const text = basket.filter((repo) => hub.get(repo.task) === "nlp");
  const sums = { encoder: 0, decoder: 0, encoder_decoder: 0, other: 0, unknown: 0 };
  for (const repo of text) {
    const name = repo.architecture ? CLASSES[repo.architecture.class] ?? "other" : CLASS_OF_TASK[repo.task] ?? "unknown";
    sums[name] = add(sums[name], weightOf(repo));
  }
  const whole = Object.values(sums).reduce(add, 0);
  const sparse = basket.filter(({ id, architecture }) =>
    architecture?.moe === "yes" || (architecture?.moe === "mixed" && declaresExperts(id)));
  const typed = basket.some((repo) => repo.architecture);
  return {
    metrics: {
      ...Object.fromEntries(Object.entries(sums).map(([name, sum]) => [`${name}_share`, share(sum, whole)])),
      moe_count: typed ? sparse.length : null, moe_share: typed ? share(sparse.length, n) : null,
    },
  };
}

/** {name, count, downloads, known} of each of the names that a repository has; a repository counts in each. */
export function groupsOfMany({ basket, weight }, namesOf) {
  const byName = new Map();
  for (const repo of basket) {
    for (const name of namesOf(repo)) {
      const group = byName.get(name) ?? { name, count: 0, downloads: 0, known: 0 };
      byName.set(name, group);
      group.count += 1;
      if (repo[weight] === null) continue;
      group.downloads = add(group.downloads, repo[weight]);
      group.known += 1;
    }
  }
  return [...byName.values()];
}

export function languages(context) {
  const { basket, tables } = context;
  const names = new Map(tables.languages.map((row) => [row.code, row.name]));
  const rows = groupsOfMany(context, (repo) => repo.languageCodes).sort(byCount);
  const tagged = basket.filter((repo) => repo.languages !== null);
  return {
    metrics: {
      leader: rows[0]?.name, leader_count: rows[0]?.count, leader_share: rows[0] && share(rows[0].count, tagged.length),
      tagged_count: tagged.length,
      multilingual_count: basket.filter((repo) => repo.multilingual || repo.languageCodes.length > 1).length,
    },
    tables: { languages: rows.map(({ name, count, downloads }) => [name, names.get(name), count, downloads]) },
  };
}

export function papers(context) {
  const { basket, n, total } = context;
  const rows = groupsOfMany(context, (repo) => repo.papers).sort(byCount);
  const heaviest = rows.filter((row) => row.downloads > 0).sort(byDownloads)[0];
  return {
    metrics: {
      papers_count: rows.length, most_cited_by_models: rows[0]?.name, most_cited_by_models_count: rows[0]?.count,
      most_cited_by_downloads: heaviest?.name, most_cited_by_downloads_share: heaviest && share(heaviest.downloads, total),
      models_with_paper_share: share(basket.filter((repo) => repo.papers.length > 0).length, n),
    },
    tables: { papers: rows.slice(0, 100).map(({ name, count, downloads }) => [name, count, downloads]) },
  };
}
