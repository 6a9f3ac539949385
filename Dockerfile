# newsgen and nothing else: docker build -t newsgen . && docker run --rm -v "$PWD/my-archive:/archive" newsgen build
FROM python:3.13-slim
COPY requirements/run.lock /newsgen/requirements/run.lock
RUN python -m pip install --no-cache-dir --require-hashes --requirement /newsgen/requirements/run.lock
COPY pyproject.toml README.md LICENSE /newsgen/
COPY src/newsgen /newsgen/src/newsgen
COPY templates /newsgen/templates
RUN python -m pip install --no-cache-dir --no-deps --no-build-isolation /newsgen
WORKDIR /archive
ENTRYPOINT ["newsgen"]
CMD ["--help"]
