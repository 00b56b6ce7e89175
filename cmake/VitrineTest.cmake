# SPDX-License-Identifier: Apache-2.0
# vitrine_test() and vitrine_fuzz(): one executable a test file, registered with ctest under the labels quick, full or long.
#
#   vitrine_test(core/base/bits SOURCES bits_test.cpp MODULES core/base LABELS quick [LINK Qt6::Widgets] [TIMEOUT 60])
#   vitrine_fuzz(dtb SOURCES dtb_fuzz.cpp MODULES core/machine/firmware [LINK ...])
#
# A test is a Qt Test program whose source ends with  QTEST_GUILESS_MAIN(Type)  and  #include "bits_test.moc".
# A fuzzer defines LLVMFuzzerTestOneInput; it is built when VITRINE_FUZZ is on, with the seeds of tests/fuzz/seeds/<name> where that folder exists.

# The modules' targets, and a stop where one does not exist.
function(_vitrine_module_targets out)
  foreach(module IN LISTS ARGN)
    _vitrine_target(${module} target)
    if(NOT TARGET ${target})
      message(FATAL_ERROR "a test names the module ${module}, which does not exist")
    endif()
    list(APPEND targets ${target})
  endforeach()
  set(${out} ${targets} PARENT_SCOPE)
endfunction()

# Sanitizers are several times slower: their tests get more time, never other labels.
set(VITRINE_TEST_SLOWDOWN 1)
if(VITRINE_SANITIZE)
  set(VITRINE_TEST_SLOWDOWN 5)
endif()
# die_after_fork=0: the sandbox is tested in a forked process, which starts a thread.
set(VITRINE_TSAN_OPTIONS "TSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/cmake/tsan.supp:die_after_fork=0")

# What set_tests_properties() is to a test that a script runs: SECONDS, of a release build, grow under sanitizers, and the script's own
# limits do with VITRINE_TEST_SLOWDOWN; a status of 77 means skipped.
#   vitrine_script_properties(guests/reboot guests/panic LABELS full SECONDS 300)
function(vitrine_script_properties)
  cmake_parse_arguments(PARSE_ARGV 0 P "" "SECONDS" "LABELS")
  math(EXPR seconds "${P_SECONDS} * ${VITRINE_TEST_SLOWDOWN}")
  set_tests_properties(${P_UNPARSED_ARGUMENTS} PROPERTIES LABELS "${P_LABELS}" TIMEOUT ${seconds} SKIP_RETURN_CODE 77
    ENVIRONMENT "VITRINE_TEST_SLOWDOWN=${VITRINE_TEST_SLOWDOWN};${VITRINE_TSAN_OPTIONS}")
endfunction()

function(vitrine_test name)
  cmake_parse_arguments(PARSE_ARGV 1 T "" "TIMEOUT" "SOURCES;MODULES;LABELS;LINK")
  if(NOT T_LABELS)
    message(FATAL_ERROR "test ${name} names no LABELS (quick, full or long)")
  endif()
  if(NOT T_TIMEOUT)
    set(T_TIMEOUT 60)
  endif()
  string(REPLACE "/" "_" target "test_${name}")
  _vitrine_module_targets(modules ${T_MODULES})
  add_executable(${target} ${T_SOURCES})
  if(VITRINE_SANITIZE MATCHES "thread")
    target_sources(${target} PRIVATE ${PROJECT_SOURCE_DIR}/tests/clone_by_fork.cpp)
  endif()
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR})
  target_link_libraries(${target} PRIVATE ${modules} ${T_LINK} Qt6::Test)
  target_compile_definitions(${target} PRIVATE VITRINE_SOURCE_DIR="${PROJECT_SOURCE_DIR}" VITRINE_BINARY_DIR="${PROJECT_BINARY_DIR}")
  set_target_properties(${target} PROPERTIES AUTOMOC ON RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests/bin)
  add_test(NAME ${name} COMMAND ${target})
  math(EXPR timeout "${T_TIMEOUT} * ${VITRINE_TEST_SLOWDOWN}")
  set_tests_properties(${name} PROPERTIES LABELS "${T_LABELS}" TIMEOUT ${timeout} ENVIRONMENT "QT_QPA_PLATFORM=offscreen;${VITRINE_TSAN_OPTIONS}")
endfunction()

function(vitrine_fuzz name)
  if(NOT VITRINE_FUZZ)
    return()
  endif()
  cmake_parse_arguments(PARSE_ARGV 1 F "" "" "SOURCES;MODULES;LINK")
  string(REPLACE "/" "_" target "fuzz_${name}")
  _vitrine_module_targets(modules ${F_MODULES})
  add_executable(${target} ${F_SOURCES})
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR})
  target_link_libraries(${target} PRIVATE ${modules} ${F_LINK})
  target_link_options(${target} PRIVATE -fsanitize=fuzzer)
  set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests/bin)
  set(work ${PROJECT_BINARY_DIR}/tests/fuzz/${target})
  file(MAKE_DIRECTORY ${work}/corpus)
  set(seeds ${PROJECT_SOURCE_DIR}/tests/fuzz/seeds/${name})
  if(NOT IS_DIRECTORY ${seeds})
    set(seeds "")
  endif()
  add_test(NAME fuzz/${name} COMMAND ${target} -max_total_time=5 -timeout=10 -rss_limit_mb=2048 -verbosity=0 -print_final_stats=1
           -artifact_prefix=${work}/ ${work}/corpus ${seeds})
  set_tests_properties(fuzz/${name} PROPERTIES LABELS "quick;fuzz" TIMEOUT 60)
endfunction()
