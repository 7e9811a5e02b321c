"""Times the expressions of the benchmark in other implementations, one line each: name, expression, nanoseconds.

Nothing is installed from here; an implementation that isn't there is skipped, and a line says so.
"""

import time

TWO = "los > 3.0 && subject_id < 10800"
FIVE = (
    "los >= 0.5 && flag != 'delta' && unit in ['mg/dL', 'mmol/L', 'g/dL'] && "
    "(valuenum == null || valuenum < 45.0)"
)
MATCHES = "label.matches('^specimen-[0-9]+-(blood|urine)')"

RECORDS = [
    {
        "subject_id": 10000 + i % 1000,
        "los": i % 100 / 10,
        "valuenum": None if i % 7 == 0 else i % 5000 / 100,
        "flag": "abnormal" if i % 3 == 0 else "normal",
        "unit": ["mg/dL", "mmol/L", "g/dL", "K/uL", "mEq/L"][i % 5],
        "label": f"specimen-{10000000 + i}-blood-serum"[:30],
    }
    for i in range(1024)
]


def cel_expr_python():
    from cel_expr_python import cel

    types = {
        "subject_id": cel.Type.INT,
        "los": cel.Type.DOUBLE,
        "valuenum": cel.Type.DYN,
        "flag": cel.Type.STRING,
        "unit": cel.Type.STRING,
        "label": cel.Type.STRING,
    }
    environment = cel.NewEnv(variables=types)

    def compiled(text):
        expression = environment.compile(text)
        return lambda record: expression.eval(data=record).value()

    return compiled


def common_expression_language():
    import cel

    def compiled(text):
        if not hasattr(cel, "compile"):
            return lambda record: cel.evaluate(text, record)
        program = cel.compile(text)
        return program.execute

    return compiled


def median_nanoseconds(evaluate):
    times = []
    for _ in range(7):
        start = time.perf_counter_ns()
        for record in RECORDS:
            evaluate(record)
        times.append((time.perf_counter_ns() - start) / len(RECORDS))
    return sorted(times)[3]


for name, load in {
    "cel-expr-python": cel_expr_python,
    "common-expression-language": common_expression_language,
}.items():
    try:
        compiled = load()
    except ImportError:
        print(f"skipped: {name} is not installed (pip install {name})")
        continue
    for text in (TWO, FIVE, MATCHES):
        try:
            print(name, text, median_nanoseconds(compiled(text)), sep="\t")
        except Exception as error:
            print(f"skipped: {name} can't evaluate {text}: {error}")
