# The build inside an ns-3 tree, before build_lib: looks for what the optional parts need, and
# decides on the test sources. Headers are looked for by name, so that any packaging will do.

find_path(tunnel_json_dir nlohmann/json.hpp)
find_path(tunnel_fmt_dir fmt/format.h)
find_library(tunnel_fmt_library fmt)
find_path(tunnel_graph_dir boost/graph/adjacency_list.hpp)
find_path(tunnel_cli_dir CLI/CLI.hpp)
find_path(tunnel_doctest_dir doctest/doctest.h)
mark_as_advanced(
  tunnel_json_dir
  tunnel_fmt_dir
  tunnel_fmt_library
  tunnel_graph_dir
  tunnel_cli_dir
  tunnel_doctest_dir
)

set(tunnel_with_scenario OFF)
if(tunnel_json_dir AND tunnel_fmt_dir AND tunnel_fmt_library AND tunnel_graph_dir)
  set(tunnel_with_scenario ON)
endif()

set(contrib_test_sources)
if(NOT tunnel_doctest_dir)
  message(STATUS "tunnel: tests left out (need doctest-dev)")
elseif(tunnel_with_scenario)
  set(contrib_test_sources test/tunnel-test-suite.cc test/fresh-ns3.cc ${unit_test_sources}
                           ${vector_test_sources} ${scenario_test_sources}
  )
else()
  tunnel_module_tests(contrib_test_sources)
  list(PREPEND contrib_test_sources test/tunnel-test-suite.cc test/fresh-ns3.cc)
endif()
