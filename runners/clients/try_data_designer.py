"""Data Designer: a preview with a text column and a structured one, after its own health check."""

import sys

import data_designer.config as dd
from data_designer.interface import DataDesigner
from pydantic import BaseModel


class Pair(BaseModel):
    question: str
    answer: str


provider = dd.ModelProvider(name="caco", endpoint=sys.argv[1], provider_type="openai", api_key="none")
model = dd.ModelConfig(
    alias="toy",
    model="embedded",
    provider="caco",
    inference_parameters=dd.ChatCompletionInferenceParams(max_tokens=500),
)
designer = DataDesigner(model_providers=[provider])
config = dd.DataDesignerConfigBuilder(model_configs=[model])
config.add_column(
    dd.SamplerColumnConfig(
        name="topic",
        sampler_type=dd.SamplerType.CATEGORY,
        params=dd.CategorySamplerParams(values=["sums", "ratios"]),
    )
)
config.add_column(dd.LLMTextColumnConfig(name="text", model_alias="toy", prompt="Write about {{ topic }}."))
config.add_column(
    dd.LLMStructuredColumnConfig(
        name="pair", model_alias="toy", prompt="Ask about {{ topic }}.", output_format=Pair
    )
)
preview = designer.preview(config, num_records=2)
rows = preview.dataset
assert len(rows) == 2 and rows["text"].all()
assert "question" in dict(rows["pair"].iloc[0])
print("a preview of two records with a text and a structured column")
