# vLLM with Ray, which its own images have had none of since 0.19: docker build -f config/fleet/vllm.Dockerfile -t vllm-ray .
FROM vllm/vllm-openai:v0.33.0
RUN pip install --no-cache-dir ray==2.60.0
