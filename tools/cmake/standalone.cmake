# The stand-alone build: libns3-tunnel.so, the scenario library, tunnelsim, tests, benches, examples
# against an installed ns-3. A target that has no sources, or whose libraries are not installed, is
# left out with a message.

option(TUNNEL_PCH "Compile the most used headers once" ON)
option(TUNNEL_SANITIZE "Build with the address and undefined-behaviour sanitizers" OFF)
option(TUNNEL_TESTS "Build the tests" ON)
option(TUNNEL_BENCH "Build the benchmarks" ON)
option(TUNNEL_EXAMPLES "Build the examples" ON)
option(TUNNEL_WERROR "Treat warnings as errors" ON)

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "Build type" FORCE)
endif()
if(NOT CMAKE_CXX_STANDARD)
  set(CMAKE_CXX_STANDARD 17)
endif()
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
# Line numbers are all that a backtrace needs; full debug information takes twice the time.
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1 -DNDEBUG")
set(CMAKE_CXX_FLAGS_DEBUG "-Og -g")
if(TUNNEL_SANITIZE)
  set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g1")
endif()
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

# ccache accepts precompiled headers only when told that their macros may be trusted.
find_program(TUNNEL_CCACHE ccache)
mark_as_advanced(TUNNEL_CCACHE)
if(TUNNEL_CCACHE AND (NOT CMAKE_CXX_COMPILER_LAUNCHER OR CMAKE_CXX_COMPILER_LAUNCHER STREQUAL
                                                         "ccache")
)
  set(CMAKE_CXX_COMPILER_LAUNCHER env CCACHE_SLOPPINESS=pch_defines,time_macros ${TUNNEL_CCACHE})
endif()

set(TUNNEL_NS3_MODULES
    core
    network
    stats
    traffic-control
    bridge
    internet
    internet-apps
    applications
    csma
    point-to-point
    virtual-net-device
    flow-monitor
    config-store
)
include(${CMAKE_CURRENT_LIST_DIR}/ns3.cmake)

# -fPIC and no export macro everywhere, so that one precompiled header serves all targets.
add_compile_options(-Wall -Wextra -fPIC $<$<BOOL:${TUNNEL_WERROR}>:-Werror>)
add_compile_definitions($<$<CONFIG:Debug>:NS3_LOG_ENABLE> $<$<CONFIG:Debug>:NS3_ASSERT_ENABLE>)
add_link_options(-Wl,--as-needed)
if(TUNNEL_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=undefined
                      -fno-omit-frame-pointer
  )
  add_link_options(-fsanitize=address,undefined)
endif()

# ns-3 includes every header as "ns3/x.h": mirror ours flat, by links, and drop those of headers
# that are gone.
set(include_dir ${CMAKE_CURRENT_BINARY_DIR}/include)
file(GLOB stale_links ${include_dir}/ns3/*.h)
foreach(link ${stale_links})
  if(NOT EXISTS ${link})
    file(REMOVE ${link})
  endif()
endforeach()
file(MAKE_DIRECTORY ${include_dir}/ns3)
foreach(header ${model_headers} ${scenario_headers})
  get_filename_component(name ${header} NAME)
  file(CREATE_LINK ${CMAKE_CURRENT_SOURCE_DIR}/${header} ${include_dir}/ns3/${name} SYMBOLIC)
endforeach()

set(pch_target)
# Gives a target the precompiled headers: builds them for the first, shares them with the others.
function(tunnel_use_pch target)
  if(TUNNEL_PCH AND pch_target)
    target_precompile_headers(${target} REUSE_FROM ${pch_target})
  elseif(TUNNEL_PCH)
    target_precompile_headers(${target} PRIVATE ${PROJECT_SOURCE_DIR}/tools/cmake/pch.h)
    set(pch_target ${target} PARENT_SCOPE)
  endif()
endfunction()

# The header that includes every header of the module, as ns-3's own build makes it.
set(module_header "#ifdef NS3_MODULE_COMPILATION\n#error \"Include the headers that you need.\"\n#endif\n")
string(APPEND module_header "#ifndef TUNNEL_MODULE_H\n#define TUNNEL_MODULE_H\n")
foreach(header ${model_headers})
  get_filename_component(name ${header} NAME)
  string(APPEND module_header "#include \"ns3/${name}\"\n")
endforeach()
string(APPEND module_header "#endif\n")
file(GENERATE OUTPUT ${include_dir}/ns3/tunnel-module.h CONTENT "${module_header}")

# The module: ns-3 only.
list(TRANSFORM TUNNEL_NS3_MODULES PREPEND tunnel_ns3:: OUTPUT_VARIABLE ns3_targets)
add_library(ns3-tunnel SHARED ${model_sources})
set_target_properties(
  ns3-tunnel PROPERTIES VERSION ${PROJECT_VERSION} SOVERSION 0 DEFINE_SYMBOL ""
)
target_link_libraries(ns3-tunnel PUBLIC ${ns3_targets})
target_include_directories(
  ns3-tunnel PUBLIC $<BUILD_INTERFACE:${include_dir}> $<INSTALL_INTERFACE:include>
)
target_compile_features(ns3-tunnel PUBLIC cxx_std_17)
if(NOT TUNNEL_SANITIZE)
  target_link_options(ns3-tunnel PRIVATE -Wl,--no-undefined)
endif()
tunnel_use_pch(ns3-tunnel)

# The scenario engine and the program.
find_package(nlohmann_json QUIET)
find_package(fmt QUIET)
find_package(Boost QUIET)
find_package(CLI11 QUIET)
find_package(doctest QUIET)
find_package(benchmark QUIET)
find_package(absl QUIET)

if(scenario_sources AND nlohmann_json_FOUND AND fmt_FOUND AND Boost_FOUND)
  add_library(tunnel-scenario STATIC ${scenario_sources})
  target_link_libraries(
    tunnel-scenario PUBLIC ns3-tunnel nlohmann_json::nlohmann_json fmt::fmt Boost::headers
  )
  tunnel_use_pch(tunnel-scenario)
elseif(scenario_sources)
  message(STATUS "Scenario engine left out (needs nlohmann-json3-dev, libfmt-dev, "
                 "libboost-graph-dev)"
  )
endif()

if(tool_sources AND TARGET tunnel-scenario AND CLI11_FOUND)
  add_executable(tunnelsim ${tool_sources})
  set_target_properties(tunnelsim PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR})
  target_link_libraries(tunnelsim PRIVATE tunnel-scenario CLI11::CLI11)
  # Scenarios name ns-3's types as text, so every module must be loaded.
  target_link_options(tunnelsim PRIVATE -Wl,--no-as-needed)
  tunnel_use_pch(tunnelsim)
elseif(tool_sources)
  message(STATUS "tunnelsim left out (needs the scenario engine and libcli11-dev)")
endif()

# Adds a doctest program of the given sources.
function(tunnel_add_test name)
  if(NOT ARGN)
    return()
  endif()
  add_executable(${name} ${ARGN} $<TARGET_OBJECTS:tunnel-test-main>)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/test)
  target_compile_definitions(${name} PRIVATE TUNNEL_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  target_link_libraries(${name} PRIVATE doctest::doctest)
  if(TARGET tunnel-scenario)
    target_link_libraries(${name} PRIVATE tunnel-scenario)
  else()
    target_link_libraries(${name} PRIVATE ns3-tunnel)
  endif()
  # Types are named as text, so every module must be loaded.
  target_link_options(${name} PRIVATE -Wl,--no-as-needed)
  tunnel_use_pch(${name})
  add_dependencies(tests ${name})
endfunction()

# All test programs.
add_custom_target(tests)
if(TUNNEL_TESTS AND doctest_FOUND)
  # What every test program has in common, compiled once.
  add_library(tunnel-test-main OBJECT test/test-main.cc test/fresh-ns3.cc)
  target_link_libraries(tunnel-test-main PRIVATE ns3-tunnel doctest::doctest)
  tunnel_use_pch(tunnel-test-main)
  if(TARGET tunnel-scenario)
    tunnel_add_test(tunnel-unit ${unit_test_sources})
    tunnel_add_test(tunnel-vectors-test ${vector_test_sources})
    tunnel_add_test(tunnel-scenarios-test ${scenario_test_sources})
  else()
    tunnel_module_tests(module_tests)
    tunnel_add_test(tunnel-unit ${module_tests})
  endif()
elseif(TUNNEL_TESTS)
  message(STATUS "Tests left out (need doctest-dev)")
endif()

if(TUNNEL_BENCH AND benchmark_FOUND)
  foreach(source ${bench_sources})
    get_filename_component(name ${source} NAME_WE)
    add_executable(bench-${name} ${source})
    set_target_properties(
      bench-${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bench OUTPUT_NAME
                                                                                    ${name}
    )
    target_link_libraries(bench-${name} PRIVATE ns3-tunnel benchmark::benchmark)
    if(absl_FOUND)
      target_link_libraries(bench-${name} PRIVATE absl::flat_hash_map)
      target_compile_definitions(bench-${name} PRIVATE TUNNEL_HAVE_ABSL)
    endif()
  endforeach()
elseif(TUNNEL_BENCH)
  message(STATUS "Benchmarks left out (need libbenchmark-dev)")
endif()

if(TUNNEL_EXAMPLES)
  foreach(source ${example_sources})
    get_filename_component(name ${source} NAME_WE)
    add_executable(${name} ${source})
    set_target_properties(
      ${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/examples
    )
    target_link_libraries(${name} PRIVATE ns3-tunnel)
  endforeach()
endif()

include(${CMAKE_CURRENT_LIST_DIR}/install.cmake)
