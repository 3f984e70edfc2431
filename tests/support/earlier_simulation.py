"""A simulation of one step as it was kept before there were holidays, hours of a lane and wages."""

EARLIER_ORDER = (
    "eNq1U9tuwjAM/ZXJzxlKCmNSn/cXE6pM65YImlZJgCHUf5+dlsvD2LRJy1Ni51x8mp4hlOTQ2y5A/n4Ghy1BDhgKG0BBiBht58ae"
    "raTD1S2dLjvrpBgi9XyawLzruxAh1wqOnd9Cfoa68y23avtBFfdbQgf5UusZ3wm9J2QaPXtRcMDdnkRvNTAabXyI/hF7Gm3Xu+5Y"
    "JO81YyP6hpjUMHaDnv0a4YkeXajJJ9phpcC6smuta9LNNcZyk3bYoL1ol2lIo3kNaoqHrvHQLR5y1RfpPJsf4vn/cH4zZ0pFnN89"
    "hruP/kZhOz6Yuk4MJe54bvRisRrltDIqU3O1YKY1NSIwzxaaJSShfGkySXLKr2LCJwOiit5btj8K4/iwsEf/eHxh+j6Bv9obVuIo"
    "UIwcWrihXyVU3xb7vhgLDPPU72x5+YMygbFHudpyjgUdyEmac53WVC0xiElzrR3kyMKfiO0a+Q=="
)
EARLIER_RESULT = (
    "eNq1UstugzAQ/JVqzxaysU0M5/5FFCEXNqmVxlAMqaIo/961Q/MQPfTSPRjvY8zs7J4hNOjt4LoA1foM3h4QKrChdgEYbN1uGpBS"
    "Z+hxqFt7oqpcZobFY8PgA21bH9D6GNeyyIRUSsuVEVrkmi1DP5hec4IUnGecpfOWKPUi4XzdD12DIZLkmckLaR6MLUME+rJudH5H"
    "CFEuiC1DhGi6MMZyztPf5y8l7DC4IxK3uwaKCuKxuTDoCXeVz7UkXk/C7ZGqoMWwfxHkzrK+kk9eGO12C5Vg8DaFU2pJldrIB9Ps"
    "lxgx+ZxwwoRY8aekYsvQLMKfFbhsErfRdf6hHXtrx947gWvXUHG62BDijqxFFC0J9u8054lAlSse19S78J5caeIebem1nAEe0cfJ"
    "KFOkopb2IRKlBw7dMXFOrz2nAjadb8mh4fNci7LMSzIjldHm8g2whdcq"
)
